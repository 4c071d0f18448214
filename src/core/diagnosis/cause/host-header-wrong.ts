import type { Cause } from '../cause.ts';
import { answeredByOf, bodyBytesOf, hasStatus, isFile, isWeb, isWebProcess } from '../facts.ts';
import { check } from '../finding.ts';
import { afflicted, namedPlaces, weakest, witness } from '../scene.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 16: Rails' HostAuthorization answers an empty 403 before any other part does, and spares /health. */
export const hostHeaderWrong: Cause = {
  id: 'host_header_wrong',
  onlyMastodon: true,
  publicSentence: {
    en: 'Pages and apps are refused because of a wrong setting in front of the server.',
    ko: '서버 앞단의 잘못된 설정 때문에 웹과 앱의 요청이 거부되고 있습니다.',
  },
  find(scene) {
    const refused = afflicted(scene, {
      shows: isEmptyRefusal,
      contradicts: component => isWebProcess(component) && component.role !== 'health',
      atLeast: 2,
    });
    if (refused.length === 0) return null;
    return {
      confidence: weakest(witness(scene, 'health'), 'certain'),
      sentence: `Rails refuses every request to ${namedPlaces(refused)} but /health: the Host header that it gets is neither LOCAL_DOMAIN nor WEB_DOMAIN.`,
      explains: refused,
      supports: scene.up.filter(({ role }) => role === 'health'),
      checks: [
        check(
          'See that the proxy passes the name on.',
          "nginx -T 2>/dev/null | grep -n 'proxy_set_header Host'   # wanted: proxy_set_header Host $host;",
        ),
        check(
          'See the names that Mastodon answers to.',
          "grep -E '^(LOCAL_DOMAIN|WEB_DOMAIN|ALTERNATE_DOMAINS)=' /home/mastodon/live/.env.production",
        ),
      ],
    };
  },
};

function isEmptyRefusal(component: ComponentView): boolean {
  return (
    isWeb(component) &&
    component.role !== 'health' &&
    !isFile(component) &&
    hasStatus(component, 403) &&
    bodyBytesOf(component) === 0 &&
    answeredByOf(component) !== 'application' &&
    answeredByOf(component) !== 'cdn'
  );
}

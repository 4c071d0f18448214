import type { Cause } from '../cause.ts';
import { answeredByOf, hasStatus, headerOf, isStreaming, placeOf } from '../facts.ts';
import { check } from '../finding.ts';
import { hostOf } from '../host.ts';
import { namedPlaces } from '../scene.ts';
import { isGatewayStatus } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 8: Rails gets what the streaming server should get. A redirect to another host is a setting (8b). */
export const streamingNotRouted: Cause = {
  id: 'streaming_not_routed',
  onlyMastodon: true,
  publicSentence: {
    en: 'Timelines do not update by themselves because of a wrong setting; reloading works.',
    ko: '잘못된 설정 때문에 타임라인이 자동으로 갱신되지 않습니다. 새로고침하면 볼 수 있습니다.',
  },
  find({ open, up }) {
    const lost = open.filter(component => isStreaming(component) && isMisrouted(component));
    if (lost.length === 0) return null;
    const isByRails = lost.some(component => answeredByOf(component) === 'application');
    const hasHealth = lost.some(({ role }) => role === 'streaming');
    return {
      confidence: isByRails ? (hasHealth ? 'certain' : 'likely') : 'possible',
      sentence: `Requests for streaming on ${namedPlaces(lost)} ${isByRails ? 'end up at Rails' : 'go nowhere'}: the proxy does not route /api/v1/streaming.`,
      explains: lost,
      supports: up.filter(({ role }) => role === 'api'),
      checks: [
        check(
          'See whether the proxy has the location.',
          "nginx -T 2>/dev/null | grep -nA 12 'location ^~ /api/v1/streaming'",
        ),
        check(
          'Compare with the configuration that comes with your version.',
          'diff <(nginx -T 2>/dev/null) /home/mastodon/live/dist/nginx.conf | less',
        ),
      ],
    };
  },
};

function isMisrouted(component: ComponentView): boolean {
  if (answeredByOf(component) === 'application') return !isSentElsewhere(component);
  return isGatewayStatus(component, 404);
}

/** The redirect of a server whose streaming API has a host of its own: the answer is where to ask. */
export function isSentElsewhere(component: ComponentView): boolean {
  if (!isStreaming(component) || !hasStatus(component, 301, 302, 307, 308)) return false;
  const host = hostOf(headerOf(component, 'location'));
  return host !== null && host !== placeOf(component);
}

import type { FailureCode } from '../../reason.ts';
import type { Cause } from '../cause.ts';
import { isStreaming, isWeb, isWebProcess } from '../facts.ts';
import { check } from '../finding.ts';
import { afflicted, isConfigured, namedPlaces, weakest, witness } from '../scene.ts';
import { hasCode } from '../symptom.ts';

const codes: readonly FailureCode[] = ['redirect_loop', 'too_many_redirects', 'redirect_downgrade'];

/** Fediverse §E 17: `force_ssl` redirects what it takes for insecure to itself, and spares /health. */
export const httpsRedirectLoop: Cause = {
  id: 'https_redirect_loop',
  publicSentence: {
    en: 'Pages and apps are sent in circles by a wrong setting in front of the server.',
    ko: '서버 앞단의 잘못된 설정 때문에 웹과 앱의 요청이 제자리를 맴돌고 있습니다.',
  },
  find(scene) {
    const circling = afflicted(scene, {
      shows: component => isWeb(component) && hasCode(component, ...codes),
      contradicts: component => isWebProcess(component) && component.role !== 'health',
      atLeast: 2,
    });
    if (circling.length === 0) return null;
    return {
      confidence: weakest(
        witness(scene, 'health'),
        isConfigured(scene, 'page', 'api') ? 'certain' : 'likely',
      ),
      sentence: `${namedPlaces(circling)} redirects every request in a circle: the application does not learn that the visitor came over HTTPS.`,
      explains: circling,
      supports: scene.up.filter(component => component.role === 'health' || isStreaming(component)),
      checks: [
        check(
          'See that the proxy tells the scheme.',
          "nginx -T 2>/dev/null | grep -n 'X-Forwarded-Proto'   # wanted: proxy_set_header X-Forwarded-Proto $scheme;",
        ),
        check('With a CDN: it must speak HTTPS to the origin, not HTTP.'),
        check(
          'With another proxy in front, $scheme is http: write https, or pass on what the outer one says.',
        ),
      ],
    };
  },
};

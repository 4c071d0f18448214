import type { Cause } from '../cause.ts';
import { answeredByOf, hasStatus } from '../facts.ts';
import { check } from '../finding.ts';
import { isWebUp, namedPlaces } from '../scene.ts';

const originStatuses = [520, 521, 522, 523, 524, 525, 526, 530] as const;

/** Cloudflare's own words for an origin that refuses, hangs, drops or cannot do TLS. Fediverse §E 26. */
export const cdnCannotReachOrigin: Cause = {
  id: 'cdn_cannot_reach_origin',
  publicSentence: {
    en: 'The server does not answer at the moment: neither pages nor apps work.',
    ko: '현재 서버가 응답하지 않아 웹과 앱을 이용할 수 없습니다.',
  },
  isTotal: true,
  find(scene) {
    const refused = scene.open.filter(
      component =>
        answeredByOf(component) === 'cdn' &&
        hasStatus(component, ...originStatuses) &&
        !(component.role === 'storage' && isWebUp(scene)),
    );
    if (refused.length === 0) return null;
    const statuses = originStatuses.filter(status => refused.some(component => hasStatus(component, status)));
    return {
      confidence: 'certain',
      sentence: `The CDN answers ${statuses.join(', ')} for ${namedPlaces(refused)}: it cannot get an answer from the origin.`,
      explains: refused,
      checks: [
        check(
          'On the server, see whether the proxy runs, listens and answers itself.',
          "systemctl status nginx --no-pager; curl -skI https://127.0.0.1/health -H 'Host: YOUR.WEB.DOMAIN'",
        ),
        check(
          '521: refused. 522, 524: no answer in time. 523, 530: no route or name. 525, 526: TLS at the origin.',
          'nginx -t && tail -n 50 /var/log/nginx/error.log',
        ),
        check(
          'See whether a firewall refuses the addresses of the CDN.',
          'nft list ruleset | head -n 60; ufw status',
        ),
      ],
    };
  },
};

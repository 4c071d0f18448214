import type { Cause } from '../cause.ts';
import { check } from '../finding.ts';

/** While none of the references answers, nothing that fails says anything about the server. */
export const proberOffline: Cause = {
  id: 'prober_offline',
  publicSentence: {
    en: 'The monitor itself is offline, so the state of the server is not known.',
    ko: '모니터가 오프라인이라 서버 상태를 알 수 없습니다.',
  },
  find: ({ prober, open }) =>
    prober === 'offline'
      ? {
          confidence: 'certain',
          sentence: 'The monitor itself is offline: none of its references answers.',
          explains: open,
          checks: [
            check(
              'On the machine of the monitor, see whether it has a route and a resolver.',
              'ip route; resolvectl status',
            ),
            check('Ask one of the references by hand from there.', 'curl -sSI https://www.example.com/'),
          ],
        }
      : null,
};

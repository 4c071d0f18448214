import type { Cause } from '../cause.ts';
import { hasStatus } from '../facts.ts';
import { check } from '../finding.ts';
import { namedPlaces } from '../scene.ts';
import { hasCode } from '../symptom.ts';

/** Fediverse §E 19: 300 requests in five minutes for an IPv4 address (for a /64 of IPv6), below /api alone. */
export const rateLimited: Cause = {
  id: 'rate_limited',
  publicSentence: {
    en: 'Our monitor asks too often and is told to wait; people are not affected.',
    ko: '모니터의 요청이 너무 잦아 제한되었습니다. 이용자에게는 영향이 없습니다.',
  },
  find({ open }) {
    const limited = open.filter(component => hasCode(component, 'rate_limited') || hasStatus(component, 429));
    if (limited.length === 0) return null;
    return {
      confidence: 'certain',
      sentence: `${namedPlaces(limited)} answers 429: the monitor, or others behind its address, ask too often.`,
      explains: limited,
      checks: [
        check(
          "See what is left of the limit for this address; run it on the monitor's machine.",
          "curl -sS -o /dev/null -D - https://YOUR.WEB.DOMAIN/api/v1/instance | grep -iE '^HTTP|x-ratelimit|retry-after'",
        ),
        check('Give the components longer intervals, or stop a second monitor behind the same address.'),
      ],
    };
  },
};

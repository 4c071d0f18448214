import type { StatusRange } from '../../core/assertion.ts';
import { describe } from '../../core/assertion.ts';
import type { HttpFacts, Proof } from '../../core/outcome.ts';

/** Says what the handshake came to, in words that lead on: a bare status tells a sysop little. */
export function upgradeProof(http: HttpFacts, accepted: readonly StatusRange[]): Proof {
  const { status } = http;
  const expected = describe({ kind: 'status', accepted, restricted: null });
  const base = { kind: 'upgrade', expected };
  if (status === 101) return { ...base, pass: true, actual: '101, a WebSocket' };
  const isAccepted = accepted.some(({ from, to }) => status >= from && status <= to);
  if (isAccepted) return { ...base, pass: true, actual: `${status}, as a server that wants a token` };
  const hint = hintOf(http);
  const actual = hint === null ? `${status}` : `${status} (${hint})`;
  return { ...base, pass: false, actual, code: status === 429 ? 'rate_limited' : 'ws_handshake' };
}

function hintOf({ status, answeredBy }: HttpFacts): string | null {
  if (status === 400 || status === 426) return 'the proxy may not pass on the header Upgrade';
  if (status === 200) return 'an ordinary answer: the header Upgrade was lost, or this is no WebSocket';
  if (answeredBy === 'application') return 'the web application answered: the proxy may not route streaming';
  if (answeredBy === 'proxy' && status >= 502) return 'the proxy answered for it: streaming may be down';
  return null;
}

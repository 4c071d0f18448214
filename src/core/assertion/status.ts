import type { AssertionResult, StatusAssertion, StatusRange } from '../assertion.ts';
import type { HttpFacts, Observation } from '../outcome.ts';

export function checkStatus(assertion: StatusAssertion, observation: Observation): AssertionResult {
  const status = observation.http?.status;
  const kind = 'status';
  const expected = describeStatuses(assertion.accepted);
  if (status === undefined) return { kind, pass: false, expected, actual: null, code: 'http_status' };
  const actual = String(status);
  if (isRestricted(assertion, observation.http)) {
    return { kind, pass: true, expected, actual: `${actual}, members only` };
  }
  if (isAccepted(status, assertion.accepted)) return { kind, pass: true, expected, actual };
  // A server that asks us to slow down is not broken in the way that any other status says.
  const code = status === 429 ? 'rate_limited' : 'http_status';
  return { kind, pass: false, expected, actual, code };
}

/** Whether the answer says that this part of the server is for its members only. */
export function isRestricted({ restricted }: StatusAssertion, http: HttpFacts | undefined): boolean {
  if (restricted === null || http === undefined) return false;
  if (isAccepted(http.status, restricted.statuses)) return true;
  return restricted.path !== null && http.redirects > 0 && pathOf(http.url) === restricted.path;
}

function pathOf(url: string): string | null {
  return /^[a-z]+:\/\/[^/]+(\/[^?#]*)/i.exec(url)?.[1] ?? null;
}

function isAccepted(status: number, accepted: readonly StatusRange[]): boolean {
  return accepted.some(range => status >= range.from && status <= range.to);
}

const descriptions = new WeakMap<readonly StatusRange[], string>();

/** `200-299, 401`: as the configuration writes them. The same text for every result, since each is kept. */
function describeStatuses(accepted: readonly StatusRange[]): string {
  const known = descriptions.get(accepted);
  if (known !== undefined) return known;
  const described = accepted.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
  descriptions.set(accepted, described);
  return described;
}

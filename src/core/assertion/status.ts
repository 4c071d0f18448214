import type { AssertionResult, StatusAssertion, StatusRange } from '../assertion.ts';
import type { HttpFacts, Observation } from '../outcome.ts';

export function checkStatus(assertion: StatusAssertion, observation: Observation): AssertionResult {
  const status = observation.http?.status;
  const base = { kind: 'status', expected: describeStatuses(assertion.accepted) };
  if (status === undefined) return { ...base, pass: false, actual: null, code: 'http_status' };
  if (isRestricted(assertion, observation.http))
    return { ...base, pass: true, actual: `${status}, members only` };
  if (isAccepted(status, assertion.accepted)) return { ...base, pass: true, actual: String(status) };
  // A server that asks us to slow down is not broken in the way that any other status says.
  return {
    ...base,
    pass: false,
    actual: String(status),
    code: status === 429 ? 'rate_limited' : 'http_status',
  };
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

/** `200-299, 401`: as the configuration writes them. */
function describeStatuses(accepted: readonly StatusRange[]): string {
  return accepted.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}

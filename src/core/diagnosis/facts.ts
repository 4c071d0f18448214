/**
 * What rules ask about one component. All of it is read off codes, numbers and headers, never off texts for people, and
 * a fact that is not there never speaks for a cause.
 */
import { headerValue } from '../answer-headers.ts';
import type { AnsweredBy, CacheStatus, HttpFacts, Phase, Proof } from '../outcome.ts';
import type { FailureCode, Reason } from '../reason.ts';
import { isUp as isResultUp } from '../result.ts';
import type { Evidence } from './finding.ts';
import { hostOf } from './host.ts';
import { federationRoles, type Role, streamingRoles, webProcessRoles } from './role.ts';
import type { ComponentView } from './view.ts';

/** Right, slow or not. */
export function isUp({ result }: ComponentView): boolean {
  return result !== null && isResultUp(result) === true;
}

export function hasFailed({ result }: ComponentView): boolean {
  return result !== null && isResultUp(result) === false;
}

/** Right, but slower than the sysop allows. */
export function isSlow({ result }: ComponentView): boolean {
  return result?.verdict.result === 'warn';
}

export function codeOf({ result }: ComponentView): FailureCode | undefined {
  return result?.verdict.cause?.code;
}

export function reasonOf({ result }: ComponentView): Reason | undefined {
  return result?.verdict.cause?.reason;
}

/** The phase that did not finish. */
export function phaseOf({ result }: ComponentView): Phase | undefined {
  return result?.outcome.kind === 'failure' ? result.outcome.phase : undefined;
}

export function statusOf(component: ComponentView): number | undefined {
  return judgedAnswer(component)?.status;
}

export function answeredByOf(component: ComponentView): AnsweredBy | undefined {
  return judgedAnswer(component)?.answeredBy;
}

export function cacheOf(component: ComponentView): CacheStatus | undefined {
  return judgedAnswer(component)?.cache;
}

export function bodyBytesOf(component: ComponentView): number | undefined {
  return judgedAnswer(component)?.bodyBytes;
}

/** The first value of a header of the answer, or an empty text. */
export function headerOf(component: ComponentView, name: string): string {
  const http = judgedAnswer(component);
  return http === undefined ? '' : headerValue(http.headers, name);
}

export function hasHtml(component: ComponentView): boolean {
  return /^text\/html\b/i.test(headerOf(component, 'content-type'));
}

/** A program left its mark on the answer, as a proxy does only when it is told to. */
export function hasMark(component: ComponentView): boolean {
  return headerOf(component, 'x-request-id') !== '' || headerOf(component, 'x-powered-by') !== '';
}

/** The application itself said this (an answer with the marks of Rails). */
export function isApplicationStatus(component: ComponentView, ...statuses: readonly number[]): boolean {
  return answeredByOf(component) === 'application' && hasStatus(component, ...statuses);
}

export function hasStatus(component: ComponentView, ...statuses: readonly number[]): boolean {
  const status = statusOf(component);
  return status !== undefined && statuses.includes(status);
}

/** A good answer that no cache gave. */
export function isUpAtOrigin(component: ComponentView): boolean {
  const cache = cacheOf(component);
  return isUp(component) && cache !== 'hit' && cache !== 'stale' && component.role !== 'edge';
}

/** A good answer with all its content: none that turns strangers away, and none from a cache. */
export function isUpInFull(component: ComponentView): boolean {
  return isUpAtOrigin(component) && !isForMembersOnly(component);
}

/** Limited federation and closed feeds: 401, 422, or the sign-in page. */
export function isForMembersOnly(component: ComponentView): boolean {
  const http = judgedAnswer(component);
  if (http === undefined) return false;
  if (component.role !== null && membersOnlyRoles.has(component.role) && [401, 422].includes(http.status))
    return true;
  return http.redirects > 0 && /^https?:\/\/[^/]+\/auth\/sign_in$/i.test(http.url);
}

/**
 * The host that the component's fate was decided on: whose answer was judged, or whom the last request was sent to in
 * vain. null: a redirect or a template led somewhere that is not known.
 */
export function placeOf(component: ComponentView): string | null {
  const { result, target } = component;
  const http = result?.outcome.http;
  if (http === undefined) return hostOf(target);
  if (judgedAnswer(component) !== undefined) return hostOf(http.url);
  if (http.status < 300 || http.status > 399) return null;
  const location = headerValue(http.headers, 'location');
  return location.startsWith('/') && !location.startsWith('//') ? hostOf(http.url) : hostOf(location);
}

export function hasRole({ role }: ComponentView, among: readonly Role[]): boolean {
  return role !== null && among.includes(role);
}

/** Part of the web site: pages, API, federation, and whatever nothing more is known of. */
export function isWeb(component: ComponentView): boolean {
  return component.role !== 'storage' && !hasRole(component, streamingRoles);
}

/** A file that the proxy serves by itself. The page that was to name it is none. */
export function isFile({ role, result }: ComponentView): boolean {
  if (role !== 'assets') return false;
  return result?.type !== 'page_asset' || (result.outcome.proofs?.some(isScript) ?? false);
}

function isScript({ kind, pass }: Proof): boolean {
  return kind === 'script' && pass;
}

export function isStreaming(component: ComponentView): boolean {
  return hasRole(component, streamingRoles);
}

export function isFederation(component: ComponentView): boolean {
  return hasRole(component, federationRoles);
}

/** Host-meta gave a template: the way to webfinger is right. */
export function isTemplateKnown({ result }: ComponentView): boolean {
  return result?.outcome.proofs?.some(({ kind, pass }) => kind === 'host_meta' && pass) ?? false;
}

export function isWebProcess(component: ComponentView): boolean {
  return hasRole(component, webProcessRoles);
}

/** The facts of a component, as findings show them. */
export function evidenceOf(component: ComponentView): Evidence {
  const { name, result } = component;
  const [host, http, phase] = [placeOf(component), judgedAnswer(component), phaseOf(component)];
  const cause = result?.verdict.cause;
  const address = result?.outcome.address;
  return {
    component: name,
    up: isUp(component),
    ...(host !== null && { host }),
    ...(cause && { reason: cause.reason, code: cause.code }),
    ...(phase && { phase }),
    ...(http && { status: http.status, answeredBy: http.answeredBy, cache: http.cache }),
    ...(address !== undefined && { address }),
  };
}

const membersOnlyRoles: ReadonlySet<Role> = new Set([
  'page',
  'profile',
  'api',
  'timeline',
  'freshness',
  'edge',
]);

/** A run that ended before an answer to its last request may still carry the answer to an earlier one. */
const beforeAnswer: ReadonlySet<Phase> = new Set(['resolve', 'connect', 'tls', 'processing']);

function judgedAnswer(component: ComponentView): HttpFacts | undefined {
  const phase = phaseOf(component);
  return phase !== undefined && beforeAnswer.has(phase) ? undefined : component.result?.outcome.http;
}

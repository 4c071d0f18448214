/** What failures look like from outside. Each is read off one component alone. */
import type { Phase } from '../outcome.ts';
import type { FailureCode } from '../reason.ts';
import {
  answeredByOf,
  codeOf,
  hasHtml,
  hasStatus,
  headerOf,
  isApplicationStatus,
  isWeb,
  phaseOf,
  statusOf,
} from './facts.ts';
import type { ComponentView } from './view.ts';

/** No connection was made. */
const refused: readonly FailureCode[] = [
  'connect_refused',
  'connect_unreachable',
  'connect_error',
  'timeout_connect',
];

/** A connection was made, and ended before a byte of an answer. */
const dropped: readonly FailureCode[] = ['conn_reset', 'conn_closed'];

const late: readonly FailureCode[] = ['timeout_headers', 'timeout_body', 'timeout_message', 'too_slow'];

/** Whether one of these codes is why it failed. */
export function hasCode(component: ComponentView, ...codes: readonly FailureCode[]): boolean {
  const code = codeOf(component);
  return code !== undefined && codes.includes(code);
}

/** No connection was made: stronger than one that was dropped later. */
export function isRefused(component: ComponentView): boolean {
  return hasCode(component, ...refused);
}

/** Nobody took the connection, or it was dropped before a byte of an answer. */
export function isUnconnected(component: ComponentView): boolean {
  if (isRefused(component) || hasCode(component, 'timeout_tls')) return true;
  if (hasCode(component, ...dropped)) return statusOf(component) === undefined;
  return hasCode(component, 'timeout') && isIn(component, 'connect', 'tls');
}

/** It took the connection and did not answer in time, or a proxy said so in its place. */
export function isTimedOut(component: ComponentView): boolean {
  if (isGatewayStatus(component, 504) || hasCode(component, ...late)) return true;
  return hasCode(component, 'timeout') && isIn(component, 'processing', 'transfer');
}

/** A proxy on the way said this, or somebody who leaves no marks; neither the application nor a CDN. */
export function isGatewayStatus(component: ComponentView, ...statuses: readonly number[]): boolean {
  const by = answeredByOf(component);
  return (by === 'proxy' || by === 'unknown') && hasStatus(component, ...statuses);
}

/** A CDN refuses by itself: a page of its own, where the application would have left its marks. */
export function isCdnRefusal(component: ComponentView): boolean {
  const by = answeredByOf(component);
  const isItsOwn = by === 'cdn' || (by === 'unknown' && /^cloudflare\b/i.test(headerOf(component, 'server')));
  return isItsOwn && hasStatus(component, 403, 503) && hasHtml(component);
}

/** 503 from somebody in front: closed on purpose, or what some proxies say of a dead upstream. */
export function isUnavailable(component: ComponentView): boolean {
  return isGatewayStatus(component, 503) && !isCdnRefusal(component);
}

/** The web process failed in its own code. What it says to requests for streaming is another matter. */
export function isApplicationError(component: ComponentView): boolean {
  return isWeb(component) && isApplicationStatus(component, 500);
}

function isIn(component: ComponentView, ...phases: readonly Phase[]): boolean {
  const phase = phaseOf(component);
  return phase !== undefined && phases.includes(phase);
}

/**
 * From the components of a server to likely causes. The rules are asked in the order of a request: the prober itself,
 * DNS, TCP, TLS, what stands in front (CDN, limits, filters), the host as a whole, who answered, and last which status
 * in which part. A failure that one rule explains is not put to the next; so independent faults become findings of
 * their own, and one fault does not become many. Rules contrast failures with what is seen to work, never with silence:
 * knowing less can only make a finding weaker.
 */

import { runbooksUrl } from '../project.ts';
import type { Result } from '../result.ts';
import { accountUnavailable } from './cause/account-unavailable.ts';
import { assetsMissing } from './cause/assets-missing.ts';
import { backgroundJobsStuck } from './cause/background-jobs-stuck.ts';
import { blockedByIpRule } from './cause/blocked-by-ip-rule.ts';
import { cdnCannotReachOrigin } from './cause/cdn-cannot-reach-origin.ts';
import { certificateExpired } from './cause/certificate-expired.ts';
import { certificateUntrusted } from './cause/certificate-untrusted.ts';
import { challengedByBotProtection } from './cause/challenged-by-bot-protection.ts';
import { databaseDown } from './cause/database-down.ts';
import { dnsFailure } from './cause/dns-failure.ts';
import { everythingErrors } from './cause/everything-errors.ts';
import { federationNotRouted } from './cause/federation-not-routed.ts';
import { hiddenByCache } from './cause/hidden-by-cache.ts';
import { hostHeaderWrong } from './cause/host-header-wrong.ts';
import { httpsRedirectLoop } from './cause/https-redirect-loop.ts';
import { ipv6Broken } from './cause/ipv6-broken.ts';
import { maintenancePage } from './cause/maintenance-page.ts';
import { migrationsPending } from './cause/migrations-pending.ts';
import { objectStorageDenied } from './cause/object-storage-denied.ts';
import { objectStorageDown } from './cause/object-storage-down.ts';
import { overloaded } from './cause/overloaded.ts';
import { proberOffline } from './cause/prober-offline.ts';
import { rateLimited } from './cause/rate-limited.ts';
import { redisDown } from './cause/redis-down.ts';
import { selfDestruct } from './cause/self-destruct.ts';
import { serverUnreachable } from './cause/server-unreachable.ts';
import { streamingDown } from './cause/streaming-down.ts';
import { streamingNotRouted } from './cause/streaming-not-routed.ts';
import { unknown } from './cause/unknown.ts';
import { webFrontendBroken } from './cause/web-frontend-broken.ts';
import { webProcessDown } from './cause/web-process-down.ts';
import { websocketUpgradeStripped } from './cause/websocket-upgrade-stripped.ts';
import { type Cause, type Match, partSentence } from './cause.ts';
import { evidenceOf } from './facts.ts';
import { confidences, type Finding } from './finding.ts';
import { explained, isSiteUpAtOrigin, type Scene, sceneOf } from './scene.ts';
import { matchUserRules, type UserRule } from './user-rule.ts';
import { type Diagnosable, type ServerView, viewsOf } from './view.ts';

/** Every cause, in the order in which the rules are asked. */
export const causes: readonly Cause[] = [
  // The prober, DNS, TCP, TLS
  proberOffline,
  dnsFailure,
  ipv6Broken,
  serverUnreachable,
  certificateExpired,
  certificateUntrusted,
  // What stands in front
  cdnCannotReachOrigin,
  challengedByBotProtection,
  rateLimited,
  // The host as a whole
  blockedByIpRule,
  hostHeaderWrong,
  httpsRedirectLoop,
  maintenancePage,
  selfDestruct,
  // The proxy answers for somebody
  webProcessDown,
  overloaded,
  hiddenByCache,
  streamingDown,
  // The application answers
  everythingErrors,
  webFrontendBroken,
  databaseDown,
  redisDown,
  migrationsPending,
  // One part
  assetsMissing,
  streamingNotRouted,
  websocketUpgradeStripped,
  federationNotRouted,
  accountUnavailable,
  objectStorageDenied,
  objectStorageDown,
  backgroundJobsStuck,
  // Whatever is left
  unknown,
];

/** The closed set of values of the metric label `diagnosis`, users' own rules apart. A change is a breaking change. */
export const diagnosisIds: readonly string[] = causes.map(({ id }) => id);

/**
 * The likely causes of what fails on one server, best first: by confidence, then users' rules, then the order of the
 * rules; `unknown` last. Empty when nothing fails. Pure.
 */
export function diagnose(view: ServerView, rules: readonly UserRule[] = []): readonly Finding[] {
  if (
    view.prober !== 'offline' &&
    view.components.every(({ result }) => result === null || isUneventful(result))
  )
    return [];
  const start = sceneOf(view);
  if (view.prober === 'offline') return findingsOf(proberOffline, start);
  const own = matchUserRules(rules, start);
  const findings: Finding[] = own.map(({ finding }) => finding);
  let scene = start;
  for (const cause of causes) {
    if (cause.onlyMastodon === true && view.software !== undefined) continue;
    const isLast = cause === unknown;
    // What a sysop's own rule names is no riddle, whatever else is found in it.
    const seen = isLast
      ? explained(
          scene,
          own.flatMap(({ explains }) => explains),
        )
      : scene;
    const match = cause.find(seen);
    if (match === null) continue;
    findings.push(toFinding(cause, match, start));
    scene = explained(scene, match.explains);
  }
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

/** Nothing could be read off it: no failure, nothing slow, no old copy. Spares healthy servers all of the rules. */
export function isUneventful({ verdict, outcome }: Result): boolean {
  return verdict.result === 'pass' && outcome.http?.cache !== 'stale';
}

export interface DiagnoseOptions {
  readonly rules?: readonly UserRule[];
  /** What was found before, by domain: it stands while the picture of a server is not settled. */
  readonly former?: ReadonlyMap<string, readonly Finding[]>;
  /** Domains whose picture does not settle, because something changes again and again: it is read as it is. */
  readonly restless?: ReadonlySet<string>;
}

/** The findings for every server of a snapshot, by domain. */
export function diagnoseAll(
  snapshot: Diagnosable,
  { rules, former, restless }: DiagnoseOptions = {},
): ReadonlyMap<string, readonly Finding[]> {
  return new Map(
    viewsOf(snapshot, restless).map(view => {
      const before = former?.get(view.domain) ?? [];
      const isHeld = view.isSettled === false && view.prober !== 'offline';
      return [view.domain, isHeld ? before : withUnsure(diagnose(view, rules), before, view)];
    }),
  );
}

/** What was read off seldom asked components alone stands until they are asked again, whatever else recovered. */
function withUnsure(
  found: readonly Finding[],
  before: readonly Finding[],
  { unsure, prober }: ServerView,
): readonly Finding[] {
  if (unsure === undefined || unsure.size === 0 || prober === 'offline') return found;
  const standing = before.filter(
    ({ id, evidence }) =>
      found.every(finding => finding.id !== id) &&
      evidence.some(({ up }) => !up) &&
      evidence.every(({ component, up }) => up || unsure.has(component)),
  );
  return [...found, ...standing].toSorted((a, b) => rank(a) - rank(b));
}

/** The address of the page on a cause. */
function runbookOf(id: string): string {
  return `${runbooksUrl}/${id}.md`;
}

function findingsOf(cause: Cause, scene: Scene): readonly Finding[] {
  const match = cause.find(scene);
  return match === null ? [] : [toFinding(cause, match, scene)];
}

function toFinding(
  { id, publicSentence, isTotal }: Cause,
  { sentence, publicSentence: own, confidence, explains, supports = [], checks }: Match,
  scene: Scene,
): Finding {
  const usual = isTotal === true && isSiteUpAtOrigin(scene) ? partSentence : publicSentence;
  return {
    id,
    sentence,
    publicSentence: own ?? usual,
    confidence,
    evidence: [...new Set([...explains, ...supports])].map(evidenceOf),
    checks,
    runbook: runbookOf(id),
  };
}

/** Sorting is stable, so that the order of the rules decides among equals. */
function rank({ id, confidence }: Finding): number {
  return id === unknown.id ? confidences.length : confidences.length - 1 - confidences.indexOf(confidence);
}

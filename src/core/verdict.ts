import { isRestricted } from './assertion/status.ts';
import { type Assertion, type AssertionResult, check, describe } from './assertion.ts';
import type { Facts, Failure, Observation, Outcome } from './outcome.ts';
import { blamesTarget, type FailureCode, type Reason, reasonOf } from './reason.ts';

/** The judgement of one outcome. */
export interface Verdict {
  /** `warn`: right, but slow. `void`: our own fault, says nothing about the target. */
  readonly result: 'pass' | 'warn' | 'fail' | 'void';
  /** The first thing that went wrong; absent on a pass. */
  readonly cause?: Cause;
  /** What the probe established itself, then one result for each assertion in the order of the definition. */
  readonly assertions: readonly AssertionResult[];
}

export interface Cause {
  readonly code: FailureCode;
  readonly reason: Reason;
  readonly message: string;
}

/**
 * Judges an outcome. Assertions are weighed in the order that they are given in, the status first: a keyword never
 * rescues a wrong status. `now` is epoch milliseconds.
 */
export function judge(assertions: readonly Assertion[], outcome: Outcome, now: number): Verdict {
  return outcome.kind === 'failure'
    ? judgeFailure(assertions, outcome)
    : judgeObservation(assertions, outcome, now);
}

function judgeFailure(assertions: readonly Assertion[], failure: Failure): Verdict {
  const { code, message } = failure;
  return {
    result: blamesTarget(code) ? 'fail' : 'void',
    cause: { code, reason: reasonOf(code), message },
    assertions: [...proofsOf(failure), ...assertions.map(untested)],
  };
}

function judgeObservation(assertions: readonly Assertion[], observation: Observation, now: number): Verdict {
  const results = checkInOrder(assertions, observation, now);
  const failed = results.find(result => result.pass === false && result.kind !== 'max_latency');
  const slow = results.find(result => result.pass === false);
  const decisive = failed ?? slow;
  if (decisive === undefined) return { result: 'pass', assertions: results };
  const { code = 'expect_mismatch', expected, actual, kind } = decisive;
  const message = `${kind} ${actual ?? 'absent'}, expected ${expected}`;
  return {
    result: failed === undefined ? 'warn' : 'fail',
    cause: { code, reason: reasonOf(code), message },
    assertions: results,
  };
}

/** Assertions whose failure makes the content meaningless: an error page is not searched for keywords. */
const gates: ReadonlySet<string> = new Set(['status', 'not_stale']);

/** Assertions about the content. The others (certificate, latency) hold whatever was answered. */
const contentKinds: ReadonlySet<Assertion['kind']> = new Set([
  'keyword',
  'keyword_absent',
  'regex',
  'regex_absent',
  'json',
  'content_age',
  'header',
  'header_age',
  'content_type',
] as const);

function checkInOrder(
  assertions: readonly Assertion[],
  observation: Observation,
  now: number,
): readonly AssertionResult[] {
  const results: AssertionResult[] = [...proofsOf(observation)];
  let contentCounts = !isForMembersOnly(assertions, observation);
  for (const assertion of assertions) {
    const testable = contentCounts || !contentKinds.has(assertion.kind);
    const result = testable ? check(assertion, observation, now) : untested(assertion);
    if (gates.has(result.kind) && result.pass === false) contentCounts = false;
    results.push(result);
  }
  return results;
}

function isForMembersOnly(assertions: readonly Assertion[], { http }: Observation): boolean {
  return assertions.some(assertion => assertion.kind === 'status' && isRestricted(assertion, http));
}

function proofsOf({ proofs = [] }: Facts): readonly AssertionResult[] {
  return proofs;
}

function untested(assertion: Assertion): AssertionResult {
  return { kind: assertion.kind, pass: null, expected: describe(assertion), actual: null };
}

const keywordKinds: ReadonlySet<string> = new Set(['keyword', 'self_link', 'protocols']);

/**
 * Whether the right thing answered: every keyword was found in a body that was read (for a chain of documents, what it
 * is to lead to). null when none was tested, which is never the same as not found.
 */
export function keywordMatch({ assertions }: Verdict): boolean | null {
  const tested = assertions.filter(({ kind, pass }) => keywordKinds.has(kind) && pass !== null);
  return tested.length === 0 ? null : tested.every(({ pass }) => pass === true);
}

/** How old the newest of what comes in is, in milliseconds; null where no age was measured. */
export function contentAgeMs({ assertions }: Verdict): number | null {
  return assertions.find(({ ageMs }) => ageMs !== undefined)?.ageMs ?? null;
}

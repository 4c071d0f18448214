/**
 * From errors to reasons: {@link ProbeFailure} is the one exception that the layer throws inside itself, and
 * {@link toFailure} turns it into the value that a probe returns.
 */
import { DeadlineExceeded } from '../core/component.ts';
import type { Facts, Failure, Phase } from '../core/outcome.ts';
import type { FailureCode } from '../core/reason.ts';

/** What a failure may carry besides the times, which the stopwatch of the run knows. */
export type FailureFacts = Omit<Partial<Facts>, 'phasesMs'>;

/** Why a target gave no usable answer. Thrown within the probe layer only, never out of a probe. */
export class ProbeFailure extends Error {
  override readonly name = 'ProbeFailure';
  readonly code: FailureCode;
  /** The phase that did not finish. */
  readonly phase: Phase | undefined;
  readonly facts: FailureFacts;

  /** `message` is one sentence for the sysop: no secret in it, nor raw bytes of the target. */
  constructor(
    code: FailureCode,
    message: string,
    details: { phase?: Phase | undefined; facts?: FailureFacts } = {},
  ) {
    super(message);
    this.code = code;
    this.phase = details.phase;
    this.facts = details.facts ?? {};
  }

  /** The same failure with facts that were known before it happened. */
  with(facts: FailureFacts): ProbeFailure {
    return new ProbeFailure(this.code, this.message, {
      phase: this.phase,
      facts: { ...facts, ...this.facts },
    });
  }
}

/** The value for a failure that was thrown. Anything but a {@link ProbeFailure} is a bug, and is thrown on. */
export function toFailure(error: unknown, facts: Facts): Failure {
  if (!(error instanceof ProbeFailure)) throw error;
  const { code, message, phase } = error;
  return {
    kind: 'failure',
    ...facts,
    ...error.facts,
    code,
    message,
    ...(phase === undefined ? {} : { phase }),
  };
}

/** What is said when the signal of a run aborted while it waited for something. */
export interface Waiting {
  readonly code: FailureCode;
  readonly phase?: Phase | undefined;
  /** What did not come in time, such as `no answer`. */
  readonly message: string;
}

/** The failure of a run whose signal aborted: out of time, or called off because nobody waits any more. */
export function abortFailure(signal: AbortSignal, { code, phase, message }: Waiting): ProbeFailure {
  if (signal.reason instanceof DeadlineExceeded) return new ProbeFailure(code, message, { phase });
  return new ProbeFailure('internal', 'the run was called off', { phase });
}

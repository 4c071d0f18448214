/** What a diagnosis says. */
import type { LocalizedText } from '../component.ts';
import type { AnsweredBy, CacheStatus, Phase } from '../outcome.ts';
import type { FailureCode, Reason } from '../reason.ts';

/** How sure a finding is, from a hint to what can hardly be anything else. */
export const confidences = ['possible', 'likely', 'certain'] as const;

export type Confidence = (typeof confidences)[number];

/** A likely cause of what is wrong with one server. */
export interface Finding {
  /** Id of a built-in cause (`diagnosisIds`) or of a user's rule: metric label `diagnosis`. */
  readonly id: string;
  /** One sentence for the operator. Names hosts and programs, never bytes of the target. */
  readonly sentence: string;
  /** One sentence for everybody: neither hosts nor programs. */
  readonly publicSentence: LocalizedText;
  readonly confidence: Confidence;
  /** What it was read off, by name of component; those that work included, where they tell something. */
  readonly evidence: readonly Evidence[];
  /** What to look at, the first first. */
  readonly checks: readonly Check[];
  /** Address of a page that says more; of a user's rule, what that says, or null. */
  readonly runbook: string | null;
}

/** What one component contributed. Absent things are absent. */
export interface Evidence {
  readonly component: string;
  readonly up: boolean;
  /** Host and, unless it is the usual one, port that the answer came from or that was asked in vain. */
  readonly host?: string;
  readonly reason?: Reason;
  readonly code?: FailureCode;
  readonly phase?: Phase;
  readonly status?: number;
  readonly answeredBy?: AnsweredBy;
  readonly cache?: CacheStatus;
  readonly address?: string;
}

/** One step of the first minutes. */
export interface Check {
  readonly step: string;
  /** To paste into a shell on the server (or wherever the step says); null: nothing to run. */
  readonly command: string | null;
}

/** A step with something to paste, or without. */
export function check(step: string, command: string | null = null): Check {
  return { step, command };
}

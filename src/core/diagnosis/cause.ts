import type { Check, Confidence } from './finding.ts';
import type { Scene } from './scene.ts';
import type { ComponentView } from './view.ts';

/** One cause: its texts and the rule that recognises it. The order of the rules is that of `index.ts`. */
export interface Cause {
  /** `[a-z0-9_]+`: metric label and name of the runbook page. */
  readonly id: string;
  /** Only Mastodon fails in this way. */
  readonly onlyMastodon?: true;
  readonly publicSentence: Readonly<Record<'en' | 'ko', string>>;
  /** Reads the cause off a server; null: it is not there. Pure, and blind to the order of components. */
  find(scene: Scene): Match | null;
}

/** A cause that was recognised. */
export interface Match {
  readonly confidence: Confidence;
  readonly sentence: string;
  /** The failures that it accounts for. No later rule is asked about them. */
  readonly explains: readonly ComponentView[];
  /** Components that speak for it besides. */
  readonly supports?: readonly ComponentView[];
  readonly checks: readonly Check[];
}

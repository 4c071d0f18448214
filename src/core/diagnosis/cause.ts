import type { Check, Confidence } from './finding.ts';
import type { Scene } from './scene.ts';
import type { ComponentView } from './view.ts';

/** One sentence for everybody, in the languages of the public pages. */
export type PublicSentence = Readonly<Record<'en' | 'ko', string>>;

/** For everybody, of what takes whole servers down and did not. */
export const partSentence: PublicSentence = {
  en: 'A part of the server does not answer at the moment; other parts work.',
  ko: '현재 서버 일부가 응답하지 않지만 다른 부분은 작동합니다.',
};

/** One cause: its texts and the rule that recognises it. The order of the rules is that of `index.ts`. */
export interface Cause {
  /** `[a-z0-9_]+`: metric label and name of the runbook page. */
  readonly id: string;
  /** Only Mastodon fails in this way. */
  readonly onlyMastodon?: true;
  readonly publicSentence: PublicSentence;
  /** The public sentence says that nothing works: where pages or apps do, {@link partSentence} takes its place. */
  readonly isTotal?: true;
  /** Reads the cause off a server; null: it is not there. Pure, and blind to the order of components. */
  find(scene: Scene): Match | null;
}

/** A cause that was recognised. */
export interface Match {
  readonly confidence: Confidence;
  readonly sentence: string;
  /** For everybody, where the cause's own sentence would say more than is known. */
  readonly publicSentence?: PublicSentence;
  /** The failures that it accounts for. No later rule is asked about them. */
  readonly explains: readonly ComponentView[];
  /** Components that speak for it besides. */
  readonly supports?: readonly ComponentView[];
  readonly checks: readonly Check[];
}

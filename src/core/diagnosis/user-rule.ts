/** Rules that sysops write themselves, for faults that only their own installation has. */
import type { LocalizedText } from '../component.ts';
import { type FailureCode, type Reason, reasonByCode, reasons } from '../reason.ts';
import { unknown } from './cause/unknown.ts';
import { codeOf, evidenceOf, hasFailed, isUp, reasonOf } from './facts.ts';
import { type Confidence, check, type Finding } from './finding.ts';
import type { Scene } from './scene.ts';
import type { ComponentView } from './view.ts';

/** One rule: when all of its conditions hold, its finding stands beside the built-in ones. */
export interface UserRule {
  /** `[a-z][a-z0-9_]*`, none of the built-in ids. */
  readonly id: string;
  /** The domain that it is for; null: every server. */
  readonly server: string | null;
  /** At least one; at least one of them about a failure. */
  readonly when: readonly UserCondition[];
  readonly confidence: Confidence;
  readonly sentence: string;
  /** null: the public is told that some parts have a problem. */
  readonly publicSentence: LocalizedText | null;
  readonly firstCheck: string;
  /** Where to read more: a URL or path; null: nowhere. */
  readonly runbook: string | null;
}

/** Why a component may be down, in either grain. */
export type Cause = Reason | FailureCode;

/** Whether a word is a reason or a code. */
export function isCause(word: string): word is Cause {
  return causes.includes(word);
}

/** Every reason, then every code that is not called like its reason. */
export const causes: readonly string[] = [...new Set([...reasons, ...Object.keys(reasonByCode)])];

/** What one component must be. An unknown or missing component fulfils no condition. */
export interface UserCondition {
  readonly component: string;
  /** `up`, `down` for whatever reason, or down for one of these reasons or codes. */
  readonly is: 'up' | 'down' | readonly Cause[];
}

/** A rule that holds, and the failures that it names. */
export interface UserMatch {
  readonly finding: Finding;
  readonly explains: readonly ComponentView[];
}

/** The rules that hold, in the order of the configuration. One that no failure fulfils never holds. */
export function matchUserRules(rules: readonly UserRule[], scene: Scene): readonly UserMatch[] {
  return rules.flatMap(rule => matchRule(rule, scene) ?? []);
}

function matchRule(rule: UserRule, { domain, all }: Scene): UserMatch | null {
  if (rule.server !== null && rule.server !== domain) return null;
  const met = rule.when.map(condition => all.find(component => isMet(condition, component)));
  const components = met.filter(component => component !== undefined);
  const explains = components.filter(hasFailed);
  if (components.length < rule.when.length || explains.length === 0) return null;
  const { id, sentence, confidence, firstCheck, runbook } = rule;
  return {
    explains,
    finding: {
      id,
      sentence,
      publicSentence: rule.publicSentence ?? unknown.publicSentence,
      confidence,
      evidence: [...new Set(components)].map(evidenceOf),
      checks: [check(firstCheck)],
      runbook,
    },
  };
}

function isMet({ component: name, is }: UserCondition, component: ComponentView): boolean {
  if (component.name !== name) return false;
  if (is === 'up') return isUp(component);
  if (!hasFailed(component)) return false;
  if (is === 'down') return true;
  const known: readonly (string | undefined)[] = [reasonOf(component), codeOf(component)];
  return is.some(wanted => known.includes(wanted));
}

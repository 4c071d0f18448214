import type { UserCondition, UserRule } from '../core/diagnosis/user-rule.ts';
import type { DiagnosisKeys, WhenKeys } from './diagnosis-keys.ts';
import type { Mistake } from './explain.ts';
import { type KnownNames, noSuch } from './plan.ts';

export interface BuiltRules {
  readonly rules: readonly UserRule[];
  readonly mistakes: readonly Mistake[];
}

/** Makes rules of what is written. `names`: what they may speak of; null: not known, since the servers have mistakes. */
export function buildRules(written: readonly DiagnosisKeys[], names: KnownNames | null): BuiltRules {
  const ids = written.map(({ id }) => id);
  const mistakes = written.flatMap((rule, index) => {
    const path = ['diagnosis', index];
    const isTwin = ids.indexOf(rule.id) < index;
    const twin: readonly Mistake[] = isTwin
      ? [{ path: [...path, 'id'], message: 'two rules have this id: choose another', target: 'value' }]
      : [];
    const strangers = names === null ? [] : strangersIn(rule, names);
    return [...twin, ...strangers.map(mistake => ({ ...mistake, path: [...path, ...mistake.path] }))];
  });
  return { rules: written.map(toRule), mistakes };
}

/** Names that nothing in the file has: a rule for them would never hold. */
function strangersIn({ server, when }: DiagnosisKeys, names: KnownNames): readonly Mistake[] {
  if (server !== undefined && !names.has(server)) {
    return [{ path: ['server'], message: noSuch('server', server, [...names.keys()]), target: 'value' }];
  }
  const known = server === undefined ? [...names.values()].flat() : (names.get(server) ?? []);
  return Object.keys(when)
    .filter(name => !known.includes(name))
    .map(name => ({ path: ['when', name], message: noSuch('component', name, known), target: 'key' }));
}

function toRule(rule: DiagnosisKeys): UserRule {
  return {
    id: rule.id,
    server: rule.server ?? null,
    when: Object.entries(rule.when).map(([component, words]) => ({ component, is: toCondition(words) })),
    confidence: rule.confidence,
    sentence: rule.sentence,
    publicSentence: rule.public_sentence ?? null,
    firstCheck: rule.first_check,
    runbook: rule.runbook ?? null,
  };
}

function toCondition(words: WhenKeys): UserCondition['is'] {
  if (words.includes('up')) return 'up';
  if (words.includes('down')) return 'down';
  return words.filter(word => word !== 'up' && word !== 'down');
}

import type { LocalizedText } from '../../../core/component.ts';
import type { Finding } from '../../../core/diagnosis/finding.ts';
import type { ComponentStatus } from '../../../core/status.ts';

/**
 * In words for everybody, the likeliest cause of what is shown to be out of order on one server; null: nothing is, or
 * nobody knows why. What maintenance covers has a reason of its own. A finding without evidence is about the monitor
 * itself, and says why a state is not known.
 */
export function publicCause(
  findings: readonly Finding[],
  components: readonly ComponentStatus[],
): LocalizedText | null {
  const stateOf = new Map(components.map(({ component, state }) => [component, state]));
  const isShown = (component: string): boolean =>
    ['degraded', 'outage'].includes(stateOf.get(component) ?? 'unknown');
  const isSilent = components.some(({ state }) => state === 'unknown');
  const finding = findings.find(({ evidence }) =>
    evidence.length === 0 ? isSilent : evidence.some(({ component }) => isShown(component)),
  );
  return finding?.publicSentence ?? null;
}

import { ownerKey } from './component.ts';
import { clip, type Span } from './span.ts';
import type { Stretch } from './stretch.ts';
import type { Transition } from './transition.ts';

/** What a history holds, or a part of it. */
export interface HistoryRecord {
  /** In the order in which they were confirmed. */
  readonly transitions: readonly Transition[];
  readonly stretches: readonly Stretch[];
}

/**
 * The part that tells all about a span: its transitions, those before it that made the state in which it begins, and the
 * stretches that overlap it, cut to it.
 */
export function within(record: HistoryRecord, span: Span): HistoryRecord {
  const past = new Set(outdated(record.transitions, span.from));
  return {
    transitions: record.transitions.filter(transition => transition.at < span.until && !past.has(transition)),
    stretches: record.stretches.flatMap(stretch => {
      const part = clip(stretch, span);
      return part === null ? [] : [{ ...stretch, ...part }];
    }),
  };
}

/**
 * The transitions that no longer matter from `before` on. What is still in force then stays: of each component the last
 * transition, and if that is not `operational`, all since it last was, so that old trouble keeps its beginning.
 */
export function outdated(transitions: readonly Transition[], before: number): readonly Transition[] {
  const inForce = new Map<string, Transition[]>();
  const past: Transition[] = [];
  for (const transition of transitions) {
    if (transition.at > before) continue;
    const key = ownerKey(transition.server, transition.component);
    const earlier = inForce.get(key) ?? [];
    if (transition.to === 'operational') {
      past.push(...earlier);
      inForce.set(key, [transition]);
    } else {
      inForce.set(key, [...earlier, transition]);
    }
  }
  return past;
}

/** A label this far ahead of the ones after it comes from a clock that told nothing. Milliseconds. */
const senselessMs = 24 * 3_600_000;

/**
 * The same transitions with labels that never run backwards within a component, whatever clocks did in between: the
 * order in which they were confirmed is the truth.
 */
export function inOrder(transitions: readonly Transition[]): readonly Transition[] {
  const newest = new Map<string, number>();
  return transitions.map(transition => {
    const key = ownerKey(transition.server, transition.component);
    const earlier = newest.get(key) ?? transition.at;
    const at = earlier - transition.at > senselessMs ? transition.at : Math.max(transition.at, earlier);
    newest.set(key, at);
    return at === transition.at
      ? transition
      : { ...transition, at, confirmedAt: Math.max(at, transition.confirmedAt) };
  });
}

interface Part {
  readonly transitions: Transition[];
  readonly stretches: Stretch[];
}

/** Splits a record by component. Values keep their order. */
export function byOwner(record: HistoryRecord): ReadonlyMap<string, HistoryRecord> {
  // Two maps, since making a key for each of thousands of rows would take longer than all the rest.
  const servers = new Map<string, Map<string, Part>>();
  for (const transition of record.transitions) partOf(servers, transition).transitions.push(transition);
  for (const stretch of record.stretches) partOf(servers, stretch).stretches.push(stretch);
  const parts = new Map<string, HistoryRecord>();
  for (const [server, components] of servers) {
    for (const [component, part] of components) parts.set(ownerKey(server, component), part);
  }
  return parts;
}

function partOf(
  servers: Map<string, Map<string, Part>>,
  { server, component }: { readonly server: string; readonly component: string },
): Part {
  const components = servers.get(server) ?? new Map<string, Part>();
  const part = components.get(component) ?? { transitions: [], stretches: [] };
  servers.set(server, components.set(component, part));
  return part;
}

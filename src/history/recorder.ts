import type { Clock } from '../core/clock.ts';
import { componentKey } from '../core/component.ts';
import {
  type Confirmation,
  type ConfirmSettings,
  expire,
  isExpired,
  resumed,
  shifted,
  step,
  unconfirmed,
} from '../core/confirm.ts';
import { byOwner, type HistoryRecord } from '../core/history-record.ts';
import { activeMaintenance, type MaintenanceWindow } from '../core/maintenance.ts';
import type { Result } from '../core/result.ts';
import type { Span } from '../core/span.ts';
import { displayedState } from '../core/state.ts';
import type { CurrentState } from '../core/state-keeper.ts';
import type { Stretch, StretchKind } from '../core/stretch.ts';
import { type ClockJump, Timeline } from '../core/timeline.ts';
import { type StateChange, type Transition, toTransition } from '../core/transition.ts';
import type { History } from './history.ts';

/** A component whose states are recorded. */
export interface Recorded {
  readonly server: string;
  readonly name: string;
  readonly confirm: ConfirmSettings;
}

export interface RecorderDeps {
  readonly history: Pick<History, 'read' | 'record' | 'enter' | 'cover' | 'begin'>;
  readonly clock: Clock;
  /** The windows in force; a reload may change them. */
  readonly windows: () => readonly MaintenanceWindow[];
  /** Called after a transition is durable, with the run that confirmed it; null: silence did. */
  readonly onTransition?: (transition: Transition, result: Result | null) => void;
}

/** What is known of a component. It changes in place, since one that is made anew for each run would soon be old garbage. */
interface Watch {
  owner: Recorded;
  confirmation: Confirmation;
  /** Up to when the history knows that it was watched; null: not in this era. */
  coveredUntil: number | null;
  maintenance: Span | null;
  /** The state as it was asked for last; null: nobody has. */
  shown: CurrentState | null;
}

/** What has become of a watch. */
interface News {
  readonly changes: readonly StateChange[];
  /** The run that brought it; null: silence did. */
  readonly result: Result | null;
  /** What is watched by it; null: nothing more than before. */
  readonly heard: Span | null;
  readonly now: number;
}

/** Turns results into states, and writes down what changed and what was watched. */
export class Recorder {
  readonly #deps: RecorderDeps;
  readonly #timeline: Timeline;
  readonly #watches: Map<string, Watch> = new Map();

  constructor(deps: RecorderDeps) {
    this.#deps = deps;
    this.#timeline = new Timeline(deps.clock);
  }

  /**
   * Takes in a finished run. Returns how soon to probe again, in milliseconds; null: on schedule. What is not watched has
   * no state, and its runs say nothing.
   */
  observe(owner: Pick<Recorded, 'server' | 'name'>, result: Result): number | null {
    const watch = this.#watches.get(componentKey(owner));
    if (watch === undefined) return null;
    const now = this.#follow();
    const { confirm } = watch.owner;
    const reason = result.verdict.cause?.reason ?? null;
    const at = this.#timeline.labelOf(result.at, result.durationMs);
    const next = step(watch.confirmation, { result: result.verdict.result, reason, at }, confirm, now);
    const heard = result.verdict.result === 'void' ? null : watchedSpan(watch, confirm, at, now);
    watch.confirmation = next.confirmation;
    if (heard !== null) watch.coveredUntil = heard.until;
    this.#take(watch, { changes: next.changes, result, heard, now });
    return next.retryAfterMs;
  }

  /** Lets time pass: notices silences, maintenance and jumps of the clock. To be called every few seconds. */
  tick(): void {
    const now = this.#follow();
    const hasWindows = this.#deps.windows().length > 0;
    for (const watch of this.#watches.values()) {
      const mayChange =
        hasWindows || watch.maintenance !== null || isExpired(watch.confirmation, watch.owner.confirm, now);
      if (!mayChange) continue;
      const { confirmation, changes } = expire(watch.confirmation, watch.owner.confirm, now);
      watch.confirmation = confirmation;
      this.#take(watch, { changes, result: null, heard: null, now });
    }
  }

  /** Watches exactly these from now on, each from where the history left it. What it was stays in the history. */
  watch(owners: readonly Recorded[]): void {
    const now = this.#follow();
    const wanted = new Set(owners.map(componentKey));
    for (const key of this.#watches.keys()) {
      if (!wanted.has(key)) this.#watches.delete(key);
    }
    const past = byOwner(this.#deps.history.read());
    for (const owner of owners) {
      const key = componentKey(owner);
      const known = this.#watches.get(key);
      if (known === undefined) this.#watches.set(key, resume(owner, past.get(key), now));
      else known.owner = owner;
    }
    this.tick();
  }

  /** The state now: the same object for as long as nothing changes; null: it is not watched. */
  stateOf(owner: Pick<Recorded, 'server' | 'name'>): CurrentState | null {
    const watch = this.#watches.get(componentKey(owner));
    if (watch === undefined) return null;
    const current = this.#currentOf(watch, this.#timeline.now());
    if (watch.shown === null || !isSame(watch.shown, current)) watch.shown = current;
    return watch.shown;
  }

  /** Now, as the history labels it, epoch milliseconds. */
  now(): number {
    return this.#timeline.now();
  }

  #currentOf({ owner, confirmation }: Watch, now: number): CurrentState {
    const maintenance = activeMaintenance(this.#deps.windows(), owner, now);
    return {
      state: displayedState(confirmation.state, maintenance !== null),
      confirmed: confirmation.state,
      since: maintenance?.from ?? confirmation.since,
      underMaintenance: maintenance !== null,
    };
  }

  #take(watch: Watch, { changes, result, heard, now }: News): void {
    const { owner } = watch;
    const maintenance = activeMaintenance(this.#deps.windows(), owner, now);
    const stretches = stretchesOf(watch, heard, maintenance, now);
    watch.maintenance = maintenance;
    if (changes.length > 0) {
      const of = { server: owner.server, component: owner.name };
      const transitions = changes.map(change => toTransition(of, change));
      this.#deps.history.enter(transitions, stretches, () => this.#tell(transitions, result));
    } else if (stretches.length > 0) {
      this.#deps.history.cover(stretches);
    }
  }

  #tell(transitions: readonly Transition[], result: Result | null): void {
    for (const transition of transitions) {
      // A result may end a silence, and tells nothing of that.
      this.#deps.onTransition?.(transition, transition.to === 'unknown' ? null : result);
    }
  }

  #follow(): number {
    const jump = this.#timeline.follow();
    if (jump !== null) this.#leap(jump);
    return this.#timeline.now();
  }

  /**
   * The clock was set, or the machine slept. What was watched up to this moment is written down under the old labels.
   * Set forward: a gap, in which nothing was watched. Set back: all that was recorded in this era moves back with it.
   */
  #leap({ before, after }: ClockJump): void {
    const live = [...this.#watches.values()].filter(
      ({ coveredUntil, owner }) =>
        coveredUntil !== null && before - coveredUntil <= owner.confirm.staleAfterMs,
    );
    const { history } = this.#deps;
    history.record(
      [],
      live.map(({ owner, coveredUntil }) =>
        stretchOf('watched', owner, { from: coveredUntil ?? before, until: before }),
      ),
    );
    history.begin(after);
    // What is still known goes on from here, though the next result may be a while away.
    history.cover(live.map(({ owner }) => stretchOf('watched', owner, { from: after, until: after + 1 })));
    const past = byOwner(history.read());
    for (const [key, watch] of this.#watches) {
      if (watch.coveredUntil !== null) watch.coveredUntil = after;
      const moved = shifted(watch.confirmation, after - before);
      // Forward, what is known keeps its labels; only the silence since the last result is as short as it was.
      watch.confirmation = after < before ? moved : { ...watch.confirmation, lastAt: moved.lastAt };
      this.#agree(watch, past.get(key)?.transitions ?? [], after);
    }
  }

  /** Since when a state holds is what the history says after a jump; if that no longer knows the state, it learns it anew. */
  #agree(watch: Watch, transitions: readonly Transition[], now: number): void {
    const { state, since } = watch.confirmation;
    const last = transitions.findLast(({ at }) => at <= now);
    if ((last?.to ?? 'unknown') === state) {
      watch.confirmation = { ...watch.confirmation, since: last?.at ?? Math.min(since, now) };
      return;
    }
    const reason = transitions.at(-1)?.reason ?? null;
    const change = { from: last?.to ?? 'unknown', to: state, at: now, confirmedAt: now, reason };
    watch.confirmation = { ...watch.confirmation, since: now };
    this.#take(watch, { changes: [change], result: null, heard: null, now });
  }
}

function isSame(one: CurrentState, other: CurrentState): boolean {
  return one.state === other.state && one.confirmed === other.confirmed && one.since === other.since;
}

/** What is to be written down: that it was watched, and the maintenance since the last look. */
function stretchesOf(
  { owner, maintenance: former }: Watch,
  heard: Span | null,
  maintenance: Span | null,
  now: number,
): readonly Stretch[] {
  const stretches = heard === null ? [] : [stretchOf('watched', owner, heard)];
  // A window that ended since the last look is written down to its end.
  const ended = former?.from === maintenance?.from ? null : former;
  for (const span of [ended, maintenance]) {
    if (span === null) continue;
    stretches.push(stretchOf('maintenance', owner, { from: span.from, until: Math.min(span.until, now) }));
  }
  return stretches;
}

function stretchOf(kind: StretchKind, { server, name }: Recorded, { from, until }: Span): Stretch {
  return { kind, server, component: name, from, until };
}

/** From the last result, if that is not too long ago, to this one. Never empty, so that it leaves a trace. */
function watchedSpan(
  { coveredUntil }: Watch,
  { staleAfterMs }: ConfirmSettings,
  at: number,
  now: number,
): Span {
  const from = coveredUntil !== null && at - coveredUntil <= staleAfterMs ? Math.min(coveredUntil, at) : at;
  return { from, until: Math.max(now, from + 1) };
}

function resume(owner: Recorded, past: HistoryRecord | undefined, now: number): Watch {
  const last = past?.transitions.findLast(({ at }) => at <= now);
  const heard = (past?.stretches ?? []).filter(({ kind, until }) => kind === 'watched' && until <= now);
  const lastAt = heard.reduce((newest, { until }) => Math.max(newest, until), last?.at ?? now);
  return {
    owner,
    confirmation: last === undefined ? unconfirmed(now) : resumed(last, lastAt),
    coveredUntil: heard.length === 0 ? null : lastAt,
    maintenance: null,
    shown: null,
  };
}

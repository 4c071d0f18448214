import type { Announcement } from '../core/announcement.ts';
import { calendarDays } from '../core/calendar.ts';
import type { Cancel, Clock } from '../core/clock.ts';
import type { Component } from '../core/component.ts';
import type { HistoryHealth } from '../core/history-health.ts';
import type { HistoryRecord } from '../core/history-record.ts';
import type { MaintenanceWindow } from '../core/maintenance.ts';
import type { Result } from '../core/result.ts';
import type { CurrentState, StateKeeper } from '../core/state-keeper.ts';
import { deriveStatus, type Status } from '../core/status.ts';
import type { History } from './history.ts';
import { Recorder, type RecorderDeps } from './recorder.ts';

/** What the keeper needs of a configuration. */
export interface KeeperSettings {
  readonly components: readonly Component[];
  readonly maintenance: readonly MaintenanceWindow[];
  /** Whose midnights bound the days. */
  readonly timeZone: string;
}

export interface KeeperDeps {
  readonly clock: Clock;
  readonly history: History;
  /** What the sysop has to say; the same object for as long as it does not change. */
  readonly announcements: () => readonly Announcement[];
  readonly onTransition: NonNullable<RecorderDeps['onTransition']>;
}

/** How many days the bars of the page show. */
const shownDays = 90;

/** How often silences, maintenance and the clock are looked at. Milliseconds. */
const tickMs = 2000;

/** How long a status may be shown again while nothing but time goes by: many readers must not cost more than one. */
const statusMaxAgeMs = 1000;

interface Derived {
  readonly status: Status;
  readonly version: number;
  readonly settings: KeeperSettings;
  readonly announcements: readonly Announcement[];
}

/** Keeps the states of everything that is configured, in the history, and tells what follows from them. */
export class Keeper implements StateKeeper, Disposable {
  readonly #deps: KeeperDeps;
  readonly #recorder: Recorder;
  #settings: KeeperSettings;
  #derived: Derived | null = null;
  #timer: Cancel | null = null;

  /** Looks at the time every few seconds, until disposed of. The history stays open. */
  constructor(deps: KeeperDeps, settings: KeeperSettings) {
    const { clock, history, onTransition } = deps;
    this.#deps = deps;
    this.#settings = settings;
    this.#recorder = new Recorder({
      clock,
      history,
      onTransition,
      windows: () => this.#settings.maintenance,
    });
    this.#recorder.watch(settings.components);
    this.#schedule();
  }

  /** Takes over another configuration. A component keeps its state for as long as its server and name stay. */
  replace(settings: KeeperSettings): void {
    this.#settings = settings;
    this.#recorder.watch(settings.components);
  }

  observe(component: Component, result: Result): number | null {
    return this.#recorder.observe(component, result);
  }

  stateOf(component: Component): CurrentState | null {
    // What is shown is durable.
    this.#deps.history.settle();
    return this.#recorder.stateOf(component);
  }

  status(): Status {
    this.#deps.history.settle();
    const now = this.#recorder.now();
    const { version } = this.#deps.history;
    const settings = this.#settings;
    const announcements = this.#deps.announcements();
    const last = this.#derived;
    const isCurrent =
      last !== null &&
      last.version === version &&
      last.settings === settings &&
      last.announcements === announcements &&
      Math.abs(now - last.status.at) < statusMaxAgeMs;
    if (isCurrent) return last.status;
    const status = this.#derive(now, announcements);
    this.#derived = { status, version, settings, announcements };
    return status;
  }

  health(): HistoryHealth {
    return this.#deps.history.health();
  }

  [Symbol.dispose](): void {
    this.#timer?.();
    this.#timer = null;
  }

  #derive(now: number, announcements: readonly Announcement[]): Status {
    return statusOf({ now, settings: this.#settings, record: this.#deps.history.read(), announcements });
  }

  #schedule(): void {
    this.#timer = this.#deps.clock.after(tickMs, () => {
      this.#recorder.tick();
      // Whatever is wrong in an announcement should be in the log soon, though nobody may be reading the page.
      this.#deps.announcements();
      this.#schedule();
    });
  }
}

export interface StatusSources {
  readonly now: number;
  readonly settings: KeeperSettings;
  readonly record: HistoryRecord;
  readonly announcements: readonly Announcement[];
}

/** The status as the pages show it, from whatever record of the past. */
export function statusOf({ now, settings, record, announcements }: StatusSources): Status {
  const { components, maintenance, timeZone } = settings;
  return deriveStatus({
    now,
    owners: components.map(({ server, name, confirm }) => ({
      server,
      name,
      staleAfterMs: confirm.staleAfterMs,
    })),
    record,
    windows: maintenance,
    announcements,
    days: calendarDays(now, shownDays, timeZone),
  });
}

import type { MaintenanceScope, MaintenanceWindow } from '../core/maintenance.ts';
import type { Mistake } from './explain.ts';
import { oneOffWindow, recurrenceProblem, recurringWindow } from './maintenance.ts';
import { nearest } from './nearest.ts';
import type { MaintenanceKeys } from './status-keys.ts';
import { missing } from './wording.ts';

/** Names of the components by domain of their server. */
export type KnownNames = ReadonlyMap<string, readonly string[]>;

export interface PlanFrame {
  /** What a window may speak of; null: not known, since the servers have mistakes of their own. */
  readonly names: KnownNames | null;
  /** Of windows that name none. */
  readonly timeZone: string;
}

export interface Plan {
  readonly windows: readonly MaintenanceWindow[];
  readonly mistakes: readonly Mistake[];
}

/** Makes windows of the announced works. */
export function planMaintenance(works: readonly MaintenanceKeys[], frame: PlanFrame): Plan {
  const windows: MaintenanceWindow[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, work] of works.entries()) {
    const planned = work.cron === undefined ? planOnce(work) : planAgain({ ...work, cron: work.cron }, frame);
    const strangers = frame.names === null ? [] : strangersIn(work, frame.names);
    const problems = planned.kind === 'problem' ? [planned, ...strangers] : strangers;
    for (const { key, message } of problems) {
      const path = ['maintenance', index, ...(key === null ? [] : [key])];
      mistakes.push({ path, message, target: 'value' });
    }
    if (planned.kind === 'window') windows.push(planned.window);
  }
  return { windows, mistakes };
}

interface Problem {
  readonly kind: 'problem';
  /** null: of the work as a whole. */
  readonly key: string | null;
  readonly message: string;
}

type Planned = { readonly kind: 'window'; readonly window: MaintenanceWindow } | Problem;

function planOnce(work: MaintenanceKeys): Planned {
  const { title, from, until } = work;
  const stray = (['duration', 'timezone'] as const).find(key => work[key] !== undefined);
  if (from === undefined && until === undefined)
    return problem(null, 'write from and until, or cron and duration');
  if (stray !== undefined) return problem(stray, 'means nothing without `cron`');
  if (from === undefined) return problem('from', missing);
  if (until === undefined) return problem('until', missing);
  if (until <= from) return problem('until', 'must be later than `from`');
  return { kind: 'window', window: oneOffWindow({ title, ...scopeOf(work), from, until }) };
}

/** Where the search for occurrences begins when a recurrence is checked: any year will do. */
const someInstant = Date.UTC(2026, 0, 1);

function planAgain(work: MaintenanceKeys & { readonly cron: string }, { timeZone }: PlanFrame): Planned {
  const { title, cron, duration: durationMs } = work;
  const stray = (['from', 'until'] as const).find(key => work[key] !== undefined);
  if (stray !== undefined) return problem(stray, 'stands beside `cron`: keep one of them');
  if (durationMs === undefined) return problem('duration', missing);
  const recurrence = { title, ...scopeOf(work), cron, durationMs, timeZone: work.timezone ?? timeZone };
  const wrong = recurrenceProblem(recurrence, someInstant);
  if (wrong !== null) return problem(wrong.key, wrong.message);
  return { kind: 'window', window: recurringWindow(recurrence) };
}

function problem(key: string | null, message: string): Problem {
  return { kind: 'problem', key, message };
}

function scopeOf({ server, components }: MaintenanceKeys): MaintenanceScope {
  return { server: server ?? null, components: components ?? null };
}

/** Names that nothing in the file has: a window for them would silently cover nothing. */
function strangersIn({ server, components = [] }: MaintenanceKeys, names: KnownNames): readonly Problem[] {
  if (server !== undefined && !names.has(server))
    return [problem('server', noSuch('server', server, [...names.keys()]))];
  const known = server === undefined ? [...names.values()].flat() : (names.get(server) ?? []);
  const stranger = components.find(name => !known.includes(name));
  return stranger === undefined ? [] : [problem('components', noSuch('component', stranger, known))];
}

/** What to say of the name of a server or component that the file does not define. */
export function noSuch(what: 'server' | 'component', name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `there is no such ${what} in this file${meant === null ? '' : `: did you mean \`${meant}\`?`}`;
}

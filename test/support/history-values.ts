import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfirmedState } from '../../src/core/state.ts';
import type { Stretch } from '../../src/core/stretch.ts';
import { type Transition, toTransition } from '../../src/core/transition.ts';

export const second = 1000;
export const minute: number = 60 * second;
export const hour: number = 60 * minute;
export const day: number = 24 * hour;

/** 2026-11-22T03:04:00Z, as the fake clock starts. */
export const start = 1_795_316_640_000;

/** A transition of a component `server/name`, confirmed 5 s after it happened unless told otherwise. */
export function transition(
  owner: string,
  to: ConfirmedState,
  at: number,
  rest: Partial<Pick<Transition, 'from' | 'confirmedAt' | 'reason'>> = {},
): Transition {
  const [server = '', component = ''] = owner.split('/');
  const from = to === 'operational' ? 'outage' : 'operational';
  const reason = to === 'outage' ? 'http_status' : null;
  return toTransition({ server, component }, { from, to, at, confirmedAt: at + 5 * second, reason, ...rest });
}

export function stretch(
  owner: string,
  from: number,
  until: number,
  kind: Stretch['kind'] = 'watched',
): Stretch {
  const [server = '', component = ''] = owner.split('/');
  return { kind, server, component, from, until };
}

export interface TemporaryDirectory extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'fedistatus-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

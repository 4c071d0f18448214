import type { Log } from '../core/log.ts';
import { systemClock } from '../monitor/clock.ts';
import { Countdowns } from '../monitor/countdowns.ts';
import type { RunDeps } from '../monitor/run-once.ts';

const log: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** For commands whose output says everything; a thrown probe shows in it as `internal`. */
export const quiet: RunDeps = { clock: systemClock, log, countdowns: new Countdowns(systemClock) };

import type { Log } from '../core/log.ts';

/** For commands whose output says everything; a thrown probe shows in it as `internal`. */
export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

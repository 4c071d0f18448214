import { existsSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { own } from './owned.ts';

/** Less nice than whatever people start. */
const first = -15;

/**
 * The priority of a whole session. Where Linux groups processes by session, that of a process counts only among those of its
 * own: sched(7), “The autogroup feature”.
 */
const sessionFile = '/proc/self/autogroup';

/** Before whatever else runs on the machine, where that is allowed: all contestants are started from here, and inherit it. */
export function comeFirst(): void {
  try {
    setPriority(first);
    if (!existsSync(sessionFile)) return;
    writeFileSync(sessionFile, String(first));
    own({ [Symbol.asyncDispose]: () => writeFile(sessionFile, '0') });
  } catch {
    console.error('not root: other programs get as much of the machine as the contestants');
  }
}

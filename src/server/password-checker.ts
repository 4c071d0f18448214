import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSecurity } from '../core/web-security.ts';

/** Passwords found right that are remembered, so that bcrypt does not burn CPU on every scrape. */
const mostRemembered = 128;

/** Passwords that are checked or wait to be; guessing must not take the time of the probes. */
const mostPending = 8;

/**
 * After a wrong password nothing is checked for so many times as long as that took: bcrypt keeps the event loop busy for
 * up to a tenth of a second at a time, and guessing may have a tenth of that loop. Remembered passwords do not wait.
 */
const restFactor = 9;

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Whether a password belongs to a hash. Slow on purpose. */
export type Compare = (password: string, hash: string) => Promise<boolean>;

/** `busy`: too many wait already. */
export type PasswordChecker = (given: Credentials, users: WebSecurity['users']) => Promise<boolean | 'busy'>;

/** Waits, and keeps no process alive for that. */
export type Rest = (ms: number) => Promise<unknown>;

const restQuietly: Rest = ms => sleep(ms, undefined, { ref: false });

/** Checks one password at a time, and each right one only once. */
export function createPasswordChecker(compare: Compare, rest: Rest = restQuietly): PasswordChecker {
  // What is kept of a right password is worth nothing outside this process.
  const key = randomBytes(32);
  const remembered = new Set<string>();
  let pending = 0;
  let turn: Promise<unknown> = Promise.resolve();
  return async ({ user, password }, users) => {
    const own = users.get(user);
    // An unknown name must take as long to refuse as a wrong password: it is held against somebody else's.
    const hash = (own ?? users.values().next().value)?.reveal() ?? '';
    const digest = createHmac('sha256', key)
      .update(JSON.stringify([user, hash, password]))
      .digest('base64');
    if (own !== undefined && remembered.has(digest)) return true;
    if (pending >= mostPending) return 'busy';
    pending += 1;
    const check = turn.then(async () => {
      const began = performance.now();
      const isRight = (await compare(password, hash)) && own !== undefined;
      return { isRight, restMs: isRight ? 0 : (performance.now() - began) * restFactor };
    });
    turn = check.then(
      ({ restMs }) => (restMs === 0 ? undefined : rest(restMs)),
      () => undefined,
    );
    try {
      const { isRight } = await check;
      if (isRight) remember(remembered, digest);
      return isRight;
    } finally {
      pending -= 1;
    }
  };
}

function remember(remembered: Set<string>, digest: string): void {
  const [oldest] = remembered;
  if (oldest !== undefined && remembered.size >= mostRemembered) remembered.delete(oldest);
  remembered.add(digest);
}

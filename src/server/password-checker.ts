import { createHmac, randomBytes } from 'node:crypto';
import type { WebSecurity } from '../core/web-security.ts';

/** Passwords found right that are remembered, so that bcrypt does not burn CPU on every scrape. */
const mostRemembered = 128;

/** Passwords that are checked or wait to be; guessing must not take the time of the probes. */
const mostPending = 8;

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Whether a password belongs to a hash. Slow on purpose. */
export type Compare = (password: string, hash: string) => Promise<boolean>;

/** `busy`: too many wait already. */
export type PasswordChecker = (given: Credentials, users: WebSecurity['users']) => Promise<boolean | 'busy'>;

/** Checks one password at a time, and each right one only once. */
export function createPasswordChecker(compare: Compare): PasswordChecker {
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
    const check = turn.then(() => compare(password, hash));
    turn = check.catch(() => undefined);
    try {
      const isRight = (await check) && own !== undefined;
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

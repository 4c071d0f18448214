import { createHmac, randomBytes } from 'node:crypto';
import { compare } from 'bcryptjs';
import type { RequestHandler } from 'express';
import type { WebSecuritySource } from '../core/web-security.ts';
import { sendText } from './send.ts';

/** A valid hash that belongs to nobody: an unknown name must take as long to refuse as a wrong password. */
const nobodysHash = '$2b$10$JTo8kIL1KuWfHMZ4hHZEl.U.Gq9AlN8rcFmFmBTbkfsI7UlJWpBVO';

/** Passwords found right that are remembered, so that bcrypt does not burn CPU on every scrape. */
const mostRemembered = 128;

/** Passwords that are checked or wait to be; guessing must not take the time of the probes. */
const mostPending = 8;

/** Asks for a name and a password (RFC 7617) where the configuration has users. */
export function requireUser(security: WebSecuritySource): RequestHandler {
  const checker = createPasswordChecker();
  return async (request, response, next) => {
    const { users } = security.current();
    if (users.size === 0) return next();
    const given = parseBasicAuth(request.headers.authorization);
    const hash = given && users.get(given.user);
    const answer = given === null ? false : await checker(given, hash?.reveal() ?? null);
    if (answer === true) return next();
    if (answer === 'busy') {
      response.setHeader('Retry-After', 1);
      return sendText(response, 503, 'too many passwords to check, try again later');
    }
    response.setHeader('WWW-Authenticate', 'Basic realm="fedistatus", charset="UTF-8"');
    sendText(response, 401, 'unauthorized');
  };
}

interface Credentials {
  readonly user: string;
  readonly password: string;
}

function parseBasicAuth(header: string | undefined): Credentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

type PasswordChecker = (given: Credentials, hash: string | null) => Promise<boolean | 'busy'>;

/** Checks one password at a time. */
function createPasswordChecker(): PasswordChecker {
  // What is kept of a right password is worth nothing outside this process.
  const key = randomBytes(32);
  const remembered = new Set<string>();
  let pending = 0;
  let turn: Promise<unknown> = Promise.resolve();
  return async ({ user, password }, hash) => {
    const digest = createHmac('sha256', key)
      .update(JSON.stringify([user, hash, password]))
      .digest('base64');
    if (remembered.has(digest)) return true;
    if (pending >= mostPending) return 'busy';
    pending += 1;
    const check = turn.then(() => compare(password, hash ?? nobodysHash));
    turn = check.catch(() => undefined);
    try {
      const isRight = (await check) && hash !== null;
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

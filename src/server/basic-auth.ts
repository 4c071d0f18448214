import type { RequestHandler } from 'express';
import type { WebSecuritySource } from '../core/web-security.ts';
import { type Credentials, createPasswordChecker } from './password-checker.ts';
import { sendText } from './send.ts';

/** Asks for a name and a password (RFC 7617) where the configuration has users. */
export function requireUser(security: WebSecuritySource): RequestHandler {
  const checker = createPasswordChecker(compareWithHash);
  return async (request, response, next) => {
    const { users } = security.current();
    if (users.size === 0) return next();
    const given = parseBasicAuth(request.headers.authorization);
    const answer = given === null ? false : await checker(given, users);
    if (answer === true) return next();
    if (answer === 'busy') {
      response.setHeader('Retry-After', 1);
      return sendText(response, 503, 'too many passwords to check, try again later');
    }
    response.setHeader('WWW-Authenticate', 'Basic realm="fedistatus", charset="UTF-8"');
    sendText(response, 401, 'unauthorized');
  };
}

/** Loaded where somebody has a password. */
async function compareWithHash(password: string, hash: string): Promise<boolean> {
  const { compare } = await import('bcryptjs');
  return await compare(password, hash);
}

function parseBasicAuth(header: string | undefined): Credentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

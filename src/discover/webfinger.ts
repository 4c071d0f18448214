import { type Account, acctUri } from '../probe/activitypub/account.ts';
import { defaultTemplate, webfingerUrl } from '../probe/activitypub/host-meta.ts';
import { readJrd, readSelfLink, webfingerAccept } from '../probe/activitypub/webfinger.ts';
import { normaliseDomain } from '../probe/domain-name.ts';
import { ProbeFailure } from '../probe/failure.ts';
import { originOf } from '../probe/origin.ts';
import { describeReply, type Question, type Reply } from './asker.ts';

/** What webfinger said of an account. */
export type Finger =
  | {
      readonly ok: true;
      /** Origin of the actor: where the server really is. */
      readonly webOrigin: string;
      /** The domain in handles; null: the subject names none. */
      readonly domain: string | null;
    }
  | { readonly ok: false; readonly why: string };

/** Asks the domain in an account's handle for it, as other servers do. */
export function webfingerQuestion(account: Account): Question {
  const url = webfingerUrl(defaultTemplate(originOf(account.domain)), account);
  return { url, accept: webfingerAccept, maxBodyBytes: 256 * 1024 };
}

export function readWebfinger(reply: Reply): Finger {
  if (reply.kind === 'silence' || reply.status !== 200) return { ok: false, why: describeReply(reply) };
  try {
    const jrd = readJrd(reply.text);
    return { ok: true, webOrigin: new URL(readSelfLink(jrd)).origin, domain: domainOf(jrd.subject) };
  } catch (error) {
    if (!(error instanceof ProbeFailure)) throw error;
    return { ok: false, why: error.message };
  }
}

/** How an account is asked for, for people. */
export function describeWebfinger(account: Account): string {
  return `webfinger of ${acctUri(account)}`;
}

function domainOf(subject: unknown): string | null {
  if (typeof subject !== 'string') return null;
  const [, domain] = /^acct:[^@\s]+@([^@\s/?#]+)$/i.exec(subject) ?? [];
  return domain === undefined ? null : normaliseDomain(domain);
}

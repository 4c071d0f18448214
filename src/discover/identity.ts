/** Which domain a server has in its handles, and which account is there: webfinger at that domain must know them. */
import { type Account, instanceActor } from '../probe/activitypub/account.ts';
import type { AccountCandidate } from './account.ts';
import { type Asker, isTrouble } from './asker.ts';
import { describeWebfinger, readWebfinger, webfingerQuestion } from './webfinger.ts';

/** Something found, and how it is known. */
export interface Known {
  readonly value: string;
  readonly from: string;
  /** Nobody said so: it is what most servers have. */
  readonly isGuess?: true;
}

export interface AccountFacts {
  /** null: none was found that webfinger knows. */
  readonly found: (AccountCandidate & { readonly isConfirmed: boolean }) | null;
  /** Why those that were tried are not used. */
  readonly refused: readonly string[];
}

/** What is made sure of. */
export interface Identity {
  readonly domain: Known;
  readonly account: AccountFacts;
  /** What the server says of itself and does not hold; null: everything does. */
  readonly contradiction: string | null;
}

export interface IdentityFrame {
  readonly asker: Asker;
  /** What the sysop typed. */
  readonly typed: string;
  readonly web: string;
  readonly candidates: readonly AccountCandidate[];
}

/** Makes sure of what a server calls itself. A domain that does not agree is not believed. */
export async function identify(named: string, frame: IdentityFrame): Promise<Identity> {
  const { typed } = frame;
  const own = { value: typed, from: 'as asked for' };
  const account = await confirmAccount(named, frame);
  if (named === typed) return { domain: own, account, contradiction: null };
  if (account.found?.isConfirmed === true || (await isHome(named, frame))) {
    const domain = { value: named, from: 'what the server calls itself, confirmed by webfinger there' };
    return { domain, account, contradiction: null };
  }
  const contradiction = `the server calls itself ${named}, but ${named} does not confirm that`;
  return { domain: own, account: await confirmAccount(typed, frame), contradiction };
}

async function confirmAccount(
  domain: string,
  { asker, web, candidates }: IdentityFrame,
): Promise<AccountFacts> {
  const refused: string[] = [];
  for (const candidate of candidates) {
    const account: Account = { user: candidate.name, domain, isInstanceActor: false };
    const reply = await asker.ask(webfingerQuestion(account));
    const finger = readWebfinger(reply);
    if (finger.ok && finger.webOrigin === web) return { found: { ...candidate, isConfirmed: true }, refused };
    if (!finger.ok && isTrouble(reply)) return { found: { ...candidate, isConfirmed: false }, refused };
    const why = finger.ok ? `it leads to ${finger.webOrigin}` : finger.why;
    refused.push(`${candidate.name} (${candidate.from}): ${describeWebfinger(account)}: ${why}`);
  }
  return { found: null, refused };
}

/** Whether a domain says of itself that its pages are here. */
async function isHome(domain: string, { asker, web }: IdentityFrame): Promise<boolean> {
  const finger = readWebfinger(await asker.ask(webfingerQuestion(instanceActor(domain))));
  return finger.ok && finger.webOrigin === web;
}

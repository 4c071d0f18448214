import { describeValue } from '../../core/assertion/value-test.ts';
import { ProbeFailure } from '../failure.ts';
import { type JsonObject, parseObject, toObject } from '../json-object.ts';
import { parseWebUrl } from '../web-url.ts';
import { type Account, isSubjectOf } from './account.ts';

/** Media types to ask webfinger for. Several servers send the second, so the content counts and not the header. */
export const webfingerAccept = 'application/jrd+json, application/json';

/** What a link to an ActivityPub actor looks like, for people. */
export const selfLinkExpected = 'a link with rel="self" and type application/activity+json';

/** A webfinger answer (JRD, RFC 7033 §4.4). */
export interface Jrd {
  readonly subject: unknown;
  readonly links: readonly unknown[];
}

/** @throws {ProbeFailure} `wf_invalid` when the text is not a JRD with links. */
export function readJrd(text: string): Jrd {
  const document = parseObject(text, 'wf_invalid');
  const links = document.get('links');
  if (Array.isArray(links)) return { subject: document.get('subject'), links };
  throw new ProbeFailure('wf_invalid', `JSON whose links are no array: ${describeValue(links)}`);
}

/** The subject, which must be the account that was asked for. @throws {ProbeFailure} `wf_subject`. */
export function readSubject({ subject }: Jrd, account: Account): string {
  if (typeof subject === 'string' && isSubjectOf(account, subject)) return subject;
  throw new ProbeFailure('wf_subject', describeValue(subject));
}

/**
 * The address of the actor: the first link of rel `self` and a type of ActivityPub that leads to the web.
 * @throws {ProbeFailure} `wf_link` when there is none.
 */
export function readSelfLink({ links }: Jrd): string {
  const self = links.map(link => toObject(link) ?? new Map()).filter(link => link.get('rel') === 'self');
  const typed = self.filter(isActivityPub);
  const [link] = typed;
  if (link === undefined) throw new ProbeFailure('wf_link', describeLack(self));
  const href = typed
    .values()
    .map(hrefOf)
    .find(url => url !== null);
  if (href !== undefined && href !== null) return href.href;
  throw new ProbeFailure(
    'wf_link',
    `such a link, but not to a web address: ${describeValue(link.get('href'))}`,
  );
}

function describeLack([first]: readonly JsonObject[]): string {
  return first === undefined
    ? 'no link with rel="self"'
    : `a link with rel="self" of type ${describeValue(first.get('type'))}`;
}

/** The two media types of ActivityPub §3.2. */
function isActivityPub(link: JsonObject): boolean {
  const type = link.get('type');
  if (typeof type !== 'string') return false;
  const [mediaType = '', ...parameters] = type.split(';').map(part => part.trim());
  if (mediaType.toLowerCase() === 'application/activity+json') return true;
  return mediaType.toLowerCase() === 'application/ld+json' && parameters.some(isActivityStreamsProfile);
}

function isActivityStreamsProfile(parameter: string): boolean {
  const value = /^profile\s*=\s*"?([^"]*)"?$/i.exec(parameter)?.[1] ?? '';
  return value.split(/\s+/).includes('https://www.w3.org/ns/activitystreams');
}

function hrefOf(link: JsonObject): URL | null {
  const href = link.get('href');
  return typeof href === 'string' ? parseWebUrl(href) : null;
}

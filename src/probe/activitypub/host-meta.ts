import { describeValue } from '../../core/assertion/value-test.ts';
import { ProbeFailure } from '../failure.ts';
import { type JsonObject, parseObject, toObject } from '../json-object.ts';
import { parseWebUrl } from '../web-url.ts';
import { type Account, acctUri } from './account.ts';
import { parseXrdLinks } from './xrd.ts';

/** Media types to ask host-meta for. GoToSocial refuses those who ask for JSON, Mastodon ≤ 4.3 has only XML. */
export const hostMetaAccept = 'application/xrd+xml, */*;q=0.1';

/** More than any server has to say there. */
export const maxHostMetaBytes: number = 64 * 1024;

/** Where webfinger is on servers that say nothing else (RFC 7033 §4). */
export function defaultTemplate(origin: string): string {
  return `${origin}/.well-known/webfinger?resource={uri}`;
}

/**
 * The template of webfinger in a host-meta document (RFC 6415 §3.1.1), which may be XML or JSON. Where there are
 * several, the one for JSON counts.
 * @throws {ProbeFailure} when there is none, or the document cannot be read.
 */
export function readTemplate(document: string): string {
  const text = document.replace(/^\uFEFF/, '').trimStart();
  if (text === '') throw new ProbeFailure('hm_malformed', 'an empty answer');
  const links = text.startsWith('{') ? jsonLinks(text) : xmlLinks(text);
  const lrdd = links.filter(({ rel }) => rel === 'lrdd');
  const link = lrdd.find(({ type }) => /\bjson\b/i.test(type)) ?? lrdd[0];
  if (link === undefined) throw new ProbeFailure('hm_link', 'no link with rel="lrdd"');
  return requireTemplate(link.template);
}

interface Link {
  readonly rel: string;
  readonly type: string;
  readonly template: string;
}

function xmlLinks(text: string): readonly Link[] {
  return parseXrdLinks(text).map(toLink);
}

function jsonLinks(text: string): readonly Link[] {
  const links = parseObject(text, 'hm_malformed').get('links');
  if (!Array.isArray(links)) throw new ProbeFailure('hm_malformed', 'JSON whose links are no array');
  return links.map(item => toLink(toObject(item) ?? new Map()));
}

function toLink(link: JsonObject): Link {
  const read = (name: string): string => {
    const value = link.get(name);
    return typeof value === 'string' ? value : '';
  };
  return { rel: read('rel'), type: read('type'), template: read('template') };
}

function requireTemplate(template: string): string {
  const fails = (message: string): ProbeFailure => new ProbeFailure('hm_template', message);
  if (template === '') throw fails('a link without a template');
  if (!template.includes('{uri}')) throw fails(`a template without {uri}: ${describeValue(template)}`);
  if (parseWebUrl(fill(template, 'x')) === null) throw fails(`no web address: ${describeValue(template)}`);
  return template;
}

/** The address that a template gives for an account. */
export function webfingerUrl(template: string, account: Account): string {
  return fill(template, encodeURIComponent(acctUri(account)));
}

function fill(template: string, uri: string): string {
  return template.replaceAll('{uri}', () => uri);
}

import { describeValue } from '../../core/assertion/value-test.ts';
import { ProbeFailure } from '../failure.ts';
import { type JsonObject, parseObject, toObject } from '../json-object.ts';
import { parseWebUrl } from '../web-url.ts';

/** Pleroma and Akkoma refuse those who ask for pages. */
export const nodeinfoAccept = 'application/json';

/** What the link to NodeInfo looks like, for people. */
export const nodeinfoLinkExpected = 'a link to NodeInfo 2';

/** Others may stand beside it, such as PeerTube's to the actor of the server. */
const schema = /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/2\.(\d+)$/;

/**
 * The address of the newest NodeInfo 2 that a well-known document leads to. It may be anywhere.
 * @throws {ProbeFailure} `json_invalid`, `json_path_missing` when it leads to none, `json_mismatch` when not to the web.
 */
export function readNodeinfoLink(text: string): string {
  const links = parseObject(text, 'json_invalid').get('links');
  const read = (Array.isArray(links) ? links : []).map(link => toObject(link) ?? new Map());
  const [newest] = read
    .filter(link => minorOf(link) !== null)
    .toSorted((a, b) => (minorOf(b) ?? 0) - (minorOf(a) ?? 0));
  if (newest === undefined) throw new ProbeFailure('json_path_missing', 'no such link');
  const href = newest.get('href');
  const url = typeof href === 'string' ? parseWebUrl(href) : null;
  if (url !== null) return url.href;
  throw new ProbeFailure('json_mismatch', `such a link, but not to a web address: ${describeValue(href)}`);
}

function minorOf(link: JsonObject): number | null {
  const rel = link.get('rel');
  const minor = typeof rel === 'string' ? schema.exec(rel)?.[1] : undefined;
  return minor === undefined ? null : Number(minor);
}

/** What a server says that it is. */
export interface NodeinfoSoftware {
  readonly name: string;
  /** Empty: it does not say. */
  readonly version: string;
}

/** @throws {ProbeFailure} `json_invalid` when the text is no JSON object. */
export function readNodeinfo(text: string): JsonObject {
  return parseObject(text, 'json_invalid');
}

/** @throws {ProbeFailure} `json_path_missing` when it has no name. */
export function readSoftware(document: JsonObject): NodeinfoSoftware {
  const software = toObject(document.get('software')) ?? new Map();
  const [name, version] = [software.get('name'), software.get('version')];
  if (typeof name !== 'string' || name.trim() === '') {
    throw new ProbeFailure('json_path_missing', describeValue(name));
  }
  return { name, version: typeof version === 'string' ? version : '' };
}

/** What it speaks, for people. @throws {ProbeFailure} `json_mismatch` when ActivityPub is not among it. */
export function readProtocols(document: JsonObject): string {
  const protocols = document.get('protocols');
  if (!Array.isArray(protocols)) throw new ProbeFailure('json_mismatch', describeValue(protocols));
  const said = protocols.slice(0, mostNamed).map(describeValue).join(', ');
  if (protocols.includes('activitypub')) return said;
  throw new ProbeFailure('json_mismatch', said === '' ? 'none' : said);
}

const mostNamed = 8;

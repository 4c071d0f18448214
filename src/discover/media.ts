/** Where pictures and the like are kept: the object storage, if that has a host of its own. */

import { readAt } from '../core/json-text.ts';
import type { DiscoveryHint } from '../preset/preset.ts';
import { type Answer, type Asker, describeReply, isPage, type Reply, readJson } from './asker.ts';
import type { InstanceFacts } from './instance.ts';
import { checkFileOf, type MediaAddress, mediaAddress } from './media-address.ts';
import { type Page, pictureHosts } from './page.ts';

/** What was found of the object storage. */
export type MediaFacts =
  /** The file that a sysop placed there for a monitor. */
  | { readonly kind: 'check_file'; readonly url: string; readonly from: string }
  /** Something that lies there, and the check file that should. */
  | {
      readonly kind: 'object';
      readonly url: string;
      readonly contentType: string;
      readonly checkFile: string;
      readonly from: string;
    }
  /** A host that seems to be it, where nothing is known to lie. */
  | { readonly kind: 'host'; readonly checkFile: string; readonly from: string; readonly why: string }
  /** The web server itself keeps them. */
  | { readonly kind: 'same_host'; readonly from: string }
  | { readonly kind: 'unknown' };

export interface MediaFrame {
  readonly asker: Asker;
  readonly instance: InstanceFacts | null;
  readonly hints: readonly DiscoveryHint[];
  readonly webOrigin: string;
  /** Asks for the main page, unless it is known already. */
  readonly page: () => Promise<Page>;
  /** The domain that discovery began with. */
  readonly home: string;
}

/** Follows the traces of the object storage, the best first, and looks at what is there. */
export async function findMedia(frame: MediaFrame): Promise<MediaFacts> {
  const known = addresses([...contactPictures(frame.instance), ...frame.hints.slice(0, 20)], frame);
  const traces = known.length > 0 ? known : await moreTraces(frame);
  const elsewhere = traces.find(({ origin }) => origin !== frame.webOrigin);
  if (elsewhere !== undefined) return await lookAt(elsewhere, frame.asker);
  const [here] = traces;
  return here === undefined ? { kind: 'unknown' } : { kind: 'same_host', from: here.from };
}

function addresses(hints: readonly DiscoveryHint[], { home }: MediaFrame): readonly MediaAddress[] {
  return hints.flatMap(({ value, from }) => mediaAddress(value, from, home) ?? []);
}

/** Pictures that people have uploaded, in the instance API. */
function contactPictures(instance: InstanceFacts | null): readonly DiscoveryHint[] {
  if (instance === null) return [];
  const { document, path } = instance;
  const accounts = ['$.contact.account', '$.contact_account'];
  const pictures = accounts.flatMap(account =>
    ['avatar', 'header'].map(picture => ({
      value: readAt(document, `${account}.${picture}`),
      from: `the ${picture} of the contact account in ${path}`,
    })),
  );
  // Without versions it is a file of the software itself.
  const isUploaded = readAt(document, '$.thumbnail.versions') !== undefined;
  const thumbnail = { value: readAt(document, '$.thumbnail.url'), from: `the thumbnail in ${path}` };
  return isUploaded ? [...pictures, thumbnail] : pictures;
}

/** Asks for the emoji, and failing that for a page: its head and its headers name the host. */
async function moreTraces(frame: MediaFrame): Promise<readonly MediaAddress[]> {
  const { asker, instance, webOrigin } = frame;
  if (instance !== null) {
    const path = '/api/v1/custom_emojis';
    const reply = await asker.ask({
      url: webOrigin + path,
      accept: 'application/json',
      maxBodyBytes: 4 * mebi,
    });
    const found = addresses(emojiPictures(reply, path), frame);
    if (found.length > 0) return found;
  }
  return addresses(pictureHosts(await frame.page(), webOrigin), frame);
}

const mebi = 1024 * 1024;

function emojiPictures(reply: Reply, path: string): readonly DiscoveryHint[] {
  const json = readJson(reply);
  if (!json.ok || !Array.isArray(json.document)) return [];
  return json.document
    .slice(0, 10)
    .map(emoji => ({ value: readAt(emoji, '$.url'), from: `an emoji in ${path}` }));
}

async function lookAt(address: MediaAddress, asker: Asker): Promise<MediaFacts> {
  const { from } = address;
  const checkFile = checkFileOf(address);
  const check = await asker.ask({ url: checkFile, accept: '*/*', maxBodyBytes: 64 * 1024 });
  if (isCheckFile(check)) return { kind: 'check_file', url: checkFile, from };
  if (address.object === null) return { kind: 'host', checkFile, from, why: 'nothing is known to lie there' };
  const object = await asker.ask({ url: address.object, accept: '*/*' });
  const contentType = typeOf(object) ?? typeByName(address.object);
  if (contentType !== null) return { kind: 'object', url: address.object, contentType, checkFile, from };
  return { kind: 'host', checkFile, from, why: `what lies there is no picture: ${describeReply(object)}` };
}

function typeOf(reply: Reply): string | null {
  if (reply.kind === 'silence' || reply.status !== 200) return null;
  return /^(?:image|video)\/[\w.+-]+$/.test(reply.mediaType) ? reply.mediaType : null;
}

/** What it would be if the storage were well: a picture that the server shows to everybody is there, or should be. */
function typeByName(address: string): string | null {
  const [, extension = ''] = /\.(\w{3,4})$/.exec(address) ?? [];
  return pictureTypes[extension.toLowerCase()] ?? null;
}

const pictureTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};

function isCheckFile(reply: Reply): reply is Answer {
  return reply.kind === 'answer' && reply.status === 200 && !isPage(reply) && reply.text.includes('OK');
}

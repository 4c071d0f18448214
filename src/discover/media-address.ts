import { objectionTo } from './reach.ts';

/** An address on what may be the object storage. */
export interface MediaAddress {
  readonly origin: string;
  /** Where the bucket begins: a path without its last slash. */
  readonly base: string;
  /** Something that lies there; null: only the host is known. */
  readonly object: string | null;
  readonly from: string;
}

/** Folders that Mastodon and its relatives make in their bucket: what comes before them is the bucket. */
const folders = /\/(?:accounts|media_attachments|custom_emojis|site_uploads|cache|preview_cards)\//;

/** Pictures of the software itself, for those who have none: they say nothing of where uploads go. */
const placeholders = /\/(?:missing|default(?:-avatar)?|placeholder)\.(?:png|jpe?g|svg|webp)$/i;

/** Reads an address that a server names; null: it is none, or leads where nobody should go. */
export function mediaAddress(value: unknown, from: string, home: string): MediaAddress | null {
  if (typeof value !== 'string' || value.length > 2000) return null;
  const url = URL.parse(value);
  if (url === null || objectionTo(value, home) !== null || placeholders.test(url.pathname)) return null;
  const { origin, pathname } = url;
  if (pathname === '/') return { origin, base: '', object: null, from };
  const folder = pathname.search(folders);
  return { origin, base: folder < 0 ? '' : pathname.slice(0, folder), object: origin + pathname, from };
}

/** Where the sysop's own file would be. */
export function checkFileOf({ origin, base }: MediaAddress): string {
  return `${origin}${base}/check.txt`;
}

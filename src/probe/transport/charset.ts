/** From the bytes of a body to its text. */
import { TextDecoder } from 'node:util';

/**
 * Decodes a body in the charset that its `Content-Type` names; else by its byte order mark; else, for HTML, in the one
 * that a `meta` element among the first 1024 bytes names (the HTML standard's prescan, simplified); else as UTF-8.
 * A name that nobody knows counts as none. Never throws: broken sequences become U+FFFD, and ASCII around them stays.
 */
export function decodeText(body: Buffer, contentType: string): string {
  const decoder =
    decoderOf(charsetOf(contentType)) ?? byteOrderMark(body) ?? metaCharset(body, contentType) ?? utf8;
  return decoder.decode(body);
}

const utf8 = new TextDecoder();

function charsetOf(contentType: string): string {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? '';
}

function byteOrderMark(body: Buffer): TextDecoder | null {
  if (body[0] === 0xfe && body[1] === 0xff) return decoderOf('utf-16be');
  if (body[0] === 0xff && body[1] === 0xfe) return decoderOf('utf-16le');
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? utf8 : null;
}

function metaCharset(body: Buffer, contentType: string): TextDecoder | null {
  if (!/\bx?html\b/i.test(contentType)) return null;
  const start = body.toString('latin1', 0, 1024);
  const label = /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start)?.[1] ?? '';
  // A meta element that can be read as ASCII is not in UTF-16, whatever it says.
  return /^utf-?16/i.test(label) ? utf8 : decoderOf(label);
}

/** By label. What nobody knows does not get in, and what is written in capitals neither: there are a few hundred. */
const decoders = new Map<string, TextDecoder>();

function decoderOf(label: string): TextDecoder | null {
  if (label === '') return null;
  const known = decoders.get(label);
  if (known !== undefined) return known;
  try {
    const decoder = new TextDecoder(label);
    if (label === label.toLowerCase()) decoders.set(label, decoder);
    return decoder;
  } catch {
    return null;
  }
}

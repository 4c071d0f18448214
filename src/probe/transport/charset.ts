/** From the bytes of a body to its text. */
import { TextDecoder } from 'node:util';

/**
 * Decodes a body in the charset that its `Content-Type` names; else by its byte order mark; else, for HTML, in the one
 * that a `meta` element among the first 1024 bytes names (the HTML standard's prescan, simplified); else as UTF-8.
 * A name that nobody knows counts as none. Never throws: broken sequences become U+FFFD, and ASCII around them stays.
 */
export function decodeText(body: Buffer, contentType: string): string {
  const decoder =
    decoderOf(charsetOf(contentType)) ??
    byteOrderMark(body) ??
    metaCharset(body, contentType) ??
    new TextDecoder();
  return decoder.decode(body);
}

function charsetOf(contentType: string): string {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? '';
}

function byteOrderMark(body: Buffer): TextDecoder | null {
  const [first, second] = body;
  if (first === 0xfe && second === 0xff) return decoderOf('utf-16be');
  if (first === 0xff && second === 0xfe) return decoderOf('utf-16le');
  return body.subarray(0, 3).equals(Buffer.from('\uFEFF')) ? new TextDecoder() : null;
}

function metaCharset(body: Buffer, contentType: string): TextDecoder | null {
  if (!/\bx?html\b/i.test(contentType)) return null;
  const start = body.toString('latin1', 0, 1024);
  const label = /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start)?.[1] ?? '';
  // A meta element that can be read as ASCII is not in UTF-16, whatever it says.
  return /^utf-?16/i.test(label) ? new TextDecoder() : decoderOf(label);
}

function decoderOf(label: string): TextDecoder | null {
  try {
    return label === '' ? null : new TextDecoder(label);
  } catch {
    return null;
  }
}

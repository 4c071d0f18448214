/** Undoing the content codings of a body (RFC 9110 §8.4), with a cap on what comes out. */
import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import { errorCode } from '../../core/error-code.ts';
import { ProbeFailure } from '../failure.ts';

/** What we can undo, as a value of `Accept-Encoding`. */
export const acceptedCodings = 'gzip, deflate, br, zstd';

/** A chain of codings is one bomb in another; nobody sends more than two for a reason. */
const maxCodings = 3;

type Decode = (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const gunzipped = promisify(gunzip);
const inflated = promisify(inflate);
const inflatedRaw = promisify(inflateRaw);
const unbrotlied = promisify(brotliDecompress);
const unzstded = promisify(zstdDecompress);

/** Each streams, and is torn down as soon as more than `maxOutputLength` bytes have come out. */
const decoders: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['gzip', (body, options) => gunzipped(body, options)],
  ['x-gzip', (body, options) => gunzipped(body, options)],
  // The standard means zlib's format; some servers send bare deflate, and browsers take both.
  ['deflate', (body, options) => (isZlib(body) ? inflated(body, options) : inflatedRaw(body, options))],
  ['br', (body, options) => unbrotlied(body, options)],
  // A window of at most 8 MiB (RFC 9659): the decoder allocates what the sender claims.
  [
    'zstd',
    (body, options) => unzstded(body, { ...options, params: { [constants.ZSTD_d_windowLogMax]: 23 } }),
  ],
]);

/** RFC 1950 §2.2: compression method 8, and a check value. */
function isZlib(body: Buffer): boolean {
  const [method = 0, flags = 0] = body;
  return (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0;
}

/**
 * Undoes the codings in the values of `Content-Encoding`.
 * @throws {ProbeFailure} when a coding is unknown, is not what the body is in, or hides more than `maxBytes`.
 */
export async function decodeBody(
  body: Buffer,
  contentEncoding: readonly string[],
  maxBytes: number,
): Promise<Buffer> {
  const codings = codingsOf(contentEncoding);
  if (codings.length > maxCodings) {
    throw failed('too_many_encodings', `${codings.length} content codings on top of each other`);
  }
  let decoded = body;
  // An empty body was not coded by anybody.
  for (const coding of body.length === 0 ? [] : codings.toReversed()) {
    const decode = decoders.get(coding);
    if (decode === undefined)
      throw failed('unsupported_encoding', 'the body has a content coding that we do not know');
    decoded = await run(decode, decoded, maxBytes);
  }
  if (decoded.length > maxBytes) throw tooLarge(maxBytes);
  return decoded;
}

/** Content codings in the order in which they were applied. */
function codingsOf(contentEncoding: readonly string[]): readonly string[] {
  return contentEncoding
    .flatMap(value => value.split(','))
    .map(coding => coding.trim().toLowerCase())
    .filter(coding => !noCodings.has(coding));
}

/**
 * What servers write where nothing is coded: some mean the charset, and object storage may keep how a file was uploaded.
 * Browsers show the body as it is.
 */
const noCodings: ReadonlySet<string> = new Set(['', 'identity', 'none', 'utf-8', 'aws-chunked']);

async function run(decode: Decode, body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const isTooLarge = errorCode(error) === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLarge) throw tooLarge(maxBytes);
    throw failed('decompress_error', 'the body is not what its Content-Encoding says, or cut off');
  }
}

function tooLarge(maxBytes: number): ProbeFailure {
  return failed('body_too_large', `the decoded body is larger than ${maxBytes} bytes`);
}

function failed(code: ProbeFailure['code'], message: string): ProbeFailure {
  return new ProbeFailure(code, message, { phase: 'transfer' });
}

import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createGzip, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { errorCode } from '../core/error-code.ts';
import { acceptsGzip } from '../publish/negotiate.ts';
import type { LongText, Publication } from '../publish/publisher.ts';

const compress = promisify(gzip);

/** Below this, compressing costs more than it saves. */
const compressFromBytes = 8 * 1024;

/** In the thread pool, at the level that costs least: /metrics is read far more often than it is stored. */
const quickly = { level: constants.Z_BEST_SPEED };

/** A reader that takes nothing for so long has gone away, or means harm. */
const stalledReaderMs = 30_000;

/**
 * Sends a publication, compressed where the reader asks for it and it is worth while; of one that names its version by an
 * `ETag`, nothing but that where the reader has it already.
 */
export async function send(request: Request, response: Response, publication: Publication): Promise<void> {
  const { status, contentType, headers = {}, body } = publication;
  response.statusCode = status;
  response.setHeader('Content-Type', contentType);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.vary('Accept-Encoding');
  if (request.fresh) {
    response.statusCode = 304;
    response.removeHeader('Content-Type');
    response.end();
    return;
  }
  response.setTimeout(stalledReaderMs, () => response.destroy());
  const zips = acceptsGzip(request.headers['accept-encoding']);
  if (typeof body !== 'string') return await sendLong(response, body, zips);
  const whole = Buffer.from(body);
  const isCompressed = zips && whole.length >= compressFromBytes;
  if (isCompressed) response.setHeader('Content-Encoding', 'gzip');
  const bytes = isCompressed ? await compress(whole, quickly) : whole;
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

/** Sends a long body no faster than it is read. */
async function sendLong(response: Response, body: LongText, isCompressed: boolean): Promise<void> {
  if (isCompressed) response.setHeader('Content-Encoding', 'gzip');
  const zip = isCompressed ? createGzip(quickly) : null;
  try {
    const sent = zip === null ? finished(response) : pipeline(zip, response);
    await Promise.all([sent, pour(body, zip ?? response)]);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Writes the parts, each when the one before was sent, or compressed. Stops when the reader has gone away. */
async function pour(body: LongText, into: Writable): Promise<void> {
  for await (const part of body) {
    const isTaken = await new Promise<boolean>(resolve => into.write(part, error => resolve(!error)));
    if (!isTaken) return;
  }
  into.end();
}

const goneCodes: ReadonlySet<unknown> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE']);

/** Whether a reader went away in the middle, which is its own affair. */
function isGone(error: unknown): boolean {
  return goneCodes.has(errorCode(error));
}

/** Sends one line for people. */
export function sendText(response: Response, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end(`${text}\n`);
}

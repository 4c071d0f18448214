import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createGzip, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { acceptsGzip } from '../publish/negotiate.ts';
import type { Publication } from '../publish/publisher.ts';

const compress = promisify(gzip);

/** Below this, compressing costs more than it saves. */
const compressFromBytes = 8 * 1024;

/** In the thread pool, at the level that costs least: /metrics is read far more often than it is stored. */
const quickly = { level: constants.Z_BEST_SPEED };

/** Up to this a body is put together, and sent in one piece. */
const wholeBytes = 256 * 1024;

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
  const parts = typeof body === 'string' ? [Buffer.from(body)] : body;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const isCompressed = length >= compressFromBytes && acceptsGzip(request.headers['accept-encoding']);
  if (isCompressed) response.setHeader('Content-Encoding', 'gzip');
  if (length > wholeBytes) {
    // How long the compressed body is nobody knows before its end.
    if (!isCompressed) response.setHeader('Content-Length', length);
    return await sendParts(response, parts, isCompressed);
  }
  const whole = Buffer.concat(parts);
  const bytes = isCompressed ? await compress(whole, quickly) : whole;
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

/** Sends a long body no faster than it is read. */
async function sendParts(
  response: Response,
  parts: readonly Uint8Array[],
  isCompressed: boolean,
): Promise<void> {
  const source = Readable.from(parts);
  try {
    if (isCompressed) await pipeline(source, createGzip(quickly), response);
    else await pipeline(source, response);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Whether a reader went away in the middle, which is its own affair. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** Sends one line for people. */
export function sendText(response: Response, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end(`${text}\n`);
}

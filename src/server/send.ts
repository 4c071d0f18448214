import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { acceptsGzip } from '../publish/negotiate.ts';
import type { Publication } from '../publish/publisher.ts';

const compress = promisify(gzip);

/** Below this, compressing costs more than it saves. */
const compressFromBytes = 8 * 1024;

/** A reader that takes nothing for so long has gone away, or means harm. */
const stalledReaderMs = 30_000;

/**
 * Sends a publication, compressed where the reader asks for it and it is worth while; of one that names its version by an
 * `ETag`, nothing but that where the reader has it already.
 */
export async function send(request: Request, response: Response, publication: Publication): Promise<void> {
  const { status, contentType, headers = {}, body } = publication;
  let bytes = Buffer.from(body);
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
  if (bytes.length >= compressFromBytes && acceptsGzip(request.headers['accept-encoding'])) {
    // In the thread pool, at the level that costs least: /metrics is read far more often than it is stored.
    bytes = await compress(bytes, { level: constants.Z_BEST_SPEED });
    response.setHeader('Content-Encoding', 'gzip');
  }
  response.setHeader('Content-Length', bytes.length);
  response.setTimeout(stalledReaderMs, () => response.destroy());
  response.end(bytes);
}

/** Sends one line for people. */
export function sendText(response: Response, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end(`${text}\n`);
}

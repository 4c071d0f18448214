import type { ClientRequest, IncomingMessage } from 'node:http';
import { errorCode } from '../../core/error-code.ts';
import { failureOf, ProbeFailure } from '../failure.ts';
import { ByteCollector } from '../transport/byte-collector.ts';
import { isTooMuchOverhead, maxOverheadBytes } from '../transport/response-guard.ts';

/**
 * The body of a refused handshake, as it is on the wire, as far as the head says that there is one. Without a length, a
 * connection that is kept alive (nginx turns Mastodon's refusals into such) has none: waiting for its end would last
 * until the deadline. Must be called in the turn that the response came in. Whoever cannot wait destroys the socket.
 *
 * Rejects with a {@link ProbeFailure} when it is cut off, is malformed, is larger than `maxBytes` or has more framing than
 * a body that is meant to be read; until somebody waits for it, that goes unnoticed.
 */
export function rawBody(
  request: ClientRequest,
  response: IncomingMessage,
  maxBytes: number,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  promise.catch(() => {});
  if (!hasBody(response)) {
    resolve(Buffer.alloc(0));
    return promise;
  }
  const body = new ByteCollector();
  const { socket } = response;
  const bytesBefore = socket.bytesRead;
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    const framing = socket.bytesRead - bytesBefore - bytes;
    if (bytes > maxBytes) reject(tooLarge(maxBytes));
    else if (isTooMuchOverhead(framing, bytes)) reject(tooMuchFraming());
    else body.add(chunk);
  });
  response.on('end', () => resolve(body.bytes()));
  // Broken framing is told to the request, and before the response hears that it was aborted.
  request.on('error', error => reject(faultOf(error)));
  response.on('error', error => reject(faultOf(error)));
  return promise;
}

function hasBody({ headers, httpVersion }: IncomingMessage): boolean {
  if ('content-length' in headers || 'transfer-encoding' in headers) return true;
  const connection = headers.connection ?? '';
  return /\bclose\b/i.test(connection) || (httpVersion === '1.0' && !/\bkeep-alive\b/i.test(connection));
}

function tooLarge(maxBytes: number): ProbeFailure {
  const message = `the body is larger than ${maxBytes} bytes`;
  return new ProbeFailure('body_too_large', message, { phase: 'transfer' });
}

function tooMuchFraming(): ProbeFailure {
  const message = `more than ${maxOverheadBytes} bytes of framing`;
  return new ProbeFailure('headers_too_large', message, { phase: 'transfer' });
}

/** Node.js says `aborted` of a body that ended too early, whichever way the connection ended. */
function faultOf(error: Error): ProbeFailure {
  if (errorCode(error) === 'ECONNRESET') {
    return new ProbeFailure('body_truncated', 'the body was cut off', { phase: 'transfer' });
  }
  return failureOf(error, 'body');
}

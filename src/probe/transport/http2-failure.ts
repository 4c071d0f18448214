/** From the ways in which HTTP/2 can end (RFC 9113 §7) to reasons. */
import { constants } from 'node:http2';
import { failureOf, ProbeFailure } from '../failure.ts';

/** What is known when a stream ended before its answer did. */
export interface Http2Trouble {
  readonly error?: Error;
  /** Of the stream, whichever side reset it. */
  readonly resetCode?: number | undefined;
  /** Of a GOAWAY frame; null: none came. */
  readonly goAwayCode: number | null;
  readonly hasHead: boolean;
  readonly isConnectionClosed: boolean;
  /** How many bytes came that are not body. */
  readonly overheadBytes: number;
}

/** Why there is no complete answer. */
export function http2Failure(trouble: Http2Trouble): ProbeFailure {
  const { error, resetCode, goAwayCode, hasHead, isConnectionClosed } = trouble;
  const closed = hasHead ? 'body_truncated' : 'conn_closed';
  const farewell = `the server said GOAWAY (${nameOf(goAwayCode ?? 0)})`;
  if ((goAwayCode ?? 0) !== constants.NGHTTP2_NO_ERROR) return new ProbeFailure(closed, farewell);
  if (error !== undefined && 'code' in error && !isOfStream(error)) return sessionFailure(error, hasHead);
  if (resetCode === constants.NGHTTP2_ENHANCE_YOUR_CALM && trouble.overheadBytes > leastBytesOfTooLarge) {
    return new ProbeFailure('headers_too_large', 'more headers than we take');
  }
  if (brokenMessage.has(resetCode ?? 0)) return malformed(nameOf(resetCode));
  if (goAwayCode !== null) return new ProbeFailure(closed, farewell);
  if (isConnectionClosed) return new ProbeFailure(closed, 'the server closed the connection');
  return new ProbeFailure('conn_reset', `the server reset the stream (${nameOf(resetCode)})`);
}

/** A head that we refuse has more than this: a field takes a byte at least. */
const leastBytesOfTooLarge = 4096;

/** Node.js resets a stream with these when what came is not valid. */
const brokenMessage: ReadonlySet<number> = new Set([
  constants.NGHTTP2_PROTOCOL_ERROR,
  constants.NGHTTP2_FLOW_CONTROL_ERROR,
  constants.NGHTTP2_FRAME_SIZE_ERROR,
  constants.NGHTTP2_COMPRESSION_ERROR,
]);

/** An error of nghttp2 about CONTINUATION frames without end. */
const tooManyContinuations = -905;

function isOfStream(error: Error & { code: unknown }): boolean {
  return error.code === 'ERR_HTTP2_STREAM_ERROR';
}

/** The whole connection is broken: by frames that are none, or below HTTP/2. */
function sessionFailure(error: Error & { code: unknown }, hasHead: boolean): ProbeFailure {
  if ('errno' in error && error.errno === tooManyContinuations) {
    return new ProbeFailure('headers_too_large', error.message);
  }
  if (String(error.code).startsWith('ERR_HTTP2_')) return malformed(error.message);
  return failureOf(error, hasHead ? 'body' : 'silence');
}

function malformed(detail: string): ProbeFailure {
  return new ProbeFailure('malformed_response', `the answer is not valid HTTP/2 (${detail})`);
}

/** `REFUSED_STREAM` for 7, as RFC 9113 has it; the number of what is in no list. */
function nameOf(code: number | undefined): string {
  return errorCodes[code ?? 0] ?? String(code);
}

/** In the order of their numbers (RFC 9113 §7). */
const errorCodes = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

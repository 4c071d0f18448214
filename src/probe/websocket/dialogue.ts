/** Waiting for a message on an open connection. */
import type { RawData, WebSocket } from 'ws';
import { describeValue } from '../../core/assertion/value-test.ts';
import type { Pattern } from '../../core/assertion.ts';
import type { RunSignal } from '../../core/component.ts';
import { errorCode } from '../../core/error-code.ts';
import { abortFailure, failureOf, ProbeFailure } from '../failure.ts';

/** A server that has said so much has had its chance. */
const maxMessages = 1000;

/** What to wait for, and how far. */
export interface Expectation {
  readonly pattern: Pattern;
  /** Cap of all messages together, in bytes. */
  readonly maxBytes: number;
}

/**
 * The first message that matches, as text.
 * @throws {ProbeFailure} `ws_closed`, `ws_protocol`; `timeout_message` without any message, `ws_message_missing` after
 * messages that do not match.
 */
export function awaitMessage(
  websocket: WebSocket,
  { pattern, maxBytes }: Expectation,
  signal: RunSignal,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let messages = 0;
  let bytes = 0;
  const missing = (): ProbeFailure =>
    failed('ws_message_missing', `none of ${messages} messages matched, expected ${pattern.source}`);
  const onAbort = (): void => {
    const silent = { code: 'timeout_message', phase: 'transfer', message: 'no message in time' } as const;
    const failure = abortFailure(signal, silent);
    reject(messages > 0 && failure.code === silent.code ? missing() : failure);
  };
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  websocket.on('message', (data: RawData) => {
    const body = toBuffer(data);
    messages += 1;
    bytes += body.length;
    const text = body.toString('utf8');
    if (pattern.test(text)) resolve(text);
    else if (messages >= maxMessages || bytes > maxBytes) reject(missing());
  });
  websocket.on('close', (code, reason) => reject(closed(code, reason)));
  websocket.on('error', error => reject(faulty(error)));
  websocket.resume();
  return promise.finally(() => signal.removeEventListener('abort', onAbort));
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/** RFC 6455 §7.4.1: 1005 stands for a close without a code, 1006 for an end without a close. */
const madeUp: Readonly<Record<number, string>> = {
  1005: 'closed without a code before the expected message',
  1006: 'the connection ended before the expected message',
};

function closed(code: number, reason: Buffer): ProbeFailure {
  const said = reason.length === 0 ? '' : `, ${describeValue(reason.toString('utf8'))}`;
  return failed('ws_closed', madeUp[code] ?? `closed with ${code}${said} before the expected message`);
}

/** `ws` gives every violation of RFC 6455 a code of its own; other errors are those of the socket. */
function faulty(error: Error): ProbeFailure {
  const isViolation = errorCode(error)?.startsWith('WS_ERR_') === true;
  return isViolation ? failed('ws_protocol', error.message) : failureOf(error, 'body');
}

function failed(code: ProbeFailure['code'], message: string): ProbeFailure {
  return new ProbeFailure(code, message, { phase: 'transfer' });
}

/** Frames of HTTP/2 (RFC 9113 §4.1) written by hand, for servers that do what no library would. */
import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { type HostileOptions, type HostileServer, hostileServer } from './hostile-server.ts';

const frameTypes = {
  data: 0,
  headers: 1,
  priority: 2,
  rst_stream: 3,
  settings: 4,
  push_promise: 5,
  ping: 6,
  goaway: 7,
  window_update: 8,
  continuation: 9,
  unknown: 0x7f,
} as const;

export const endStream = 1;
export const endHeaders = 4;

export interface Frame {
  readonly flags?: number;
  /** 1 is that of a client's only request; 0 the connection itself. */
  readonly stream?: number;
  readonly payload?: Uint8Array;
}

export function frame(type: keyof typeof frameTypes, { flags = 0, stream = 1, payload }: Frame = {}): Buffer {
  const bytes = payload ?? Buffer.alloc(0);
  const start = Buffer.alloc(9);
  start.writeUIntBE(bytes.length, 0, 3);
  start.writeUInt8(frameTypes[type], 3);
  start.writeUInt8(flags, 4);
  start.writeUInt32BE(stream, 5);
  return Buffer.concat([start, bytes]);
}

/** Literal fields without indexing (RFC 7541 §6.2.2), names and values shorter than 127 bytes. */
export function fieldBlock(fields: readonly (readonly [name: string, value: string])[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([name, value]) => [
      Buffer.from([0, name.length]),
      Buffer.from(name, 'latin1'),
      Buffer.from([value.length]),
      Buffer.from(value, 'latin1'),
    ]),
  );
}

/** The head of an answer. */
export function head(
  status: string,
  fields: readonly (readonly [name: string, value: string])[] = [],
  flags: number = endHeaders,
): Buffer {
  return frame('headers', { flags, payload: fieldBlock([[':status', status], ...fields]) });
}

export function data(text: string, flags = 0): Buffer {
  return frame('data', { flags, payload: Buffer.from(text) });
}

export function resetStream(code: number): Buffer {
  return frame('rst_stream', { payload: uint32(code) });
}

export function goAway(code: number, lastStream: number): Buffer {
  return frame('goaway', { stream: 0, payload: Buffer.concat([uint32(lastStream), uint32(code)]) });
}

export const emptySettings: Buffer = frame('settings', { stream: 0 });

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A server that speaks HTTP/2 by hand: sends its SETTINGS, waits for the head of the request, and does as told. */
export function frameServer(
  tls: TlsOptions,
  behave: (socket: Socket) => void,
  options: Pick<HostileOptions, 'onRaw'> = {},
): Promise<HostileServer> {
  return hostileServer(
    socket => {
      socket.write(emptySettings);
      let received = Buffer.alloc(0);
      const listen = (chunk: Buffer): void => {
        received = Buffer.concat([received, chunk]);
        if (!hasHead(received)) return;
        socket.off('data', listen);
        behave(socket);
      };
      socket.on('data', listen);
    },
    { ...options, tls: { ...tls, ALPNProtocols: ['h2'] }, atOnce: true },
  );
}

const prefaceBytes = 24;

function hasHead(received: Buffer): boolean {
  for (let at = prefaceBytes; at + 9 <= received.length; at += 9 + received.readUIntBE(at, 3)) {
    if (received[at + 3] === frameTypes.headers) return true;
  }
  return false;
}

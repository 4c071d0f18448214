/**
 * A worker thread that is a web server with ill will, at a port that it tells its parent. What it does to a request is
 * the first part of its path; so that the blows fall together, it collects requests until there are sixteen.
 */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { parentPort, Worker } from 'node:worker_threads';
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { answer, flood, hostileServer } from './hostile-server.ts';

/** How many are struck at once. */
export const strength = 16;

/** Ways of striking, by name. */
export const attacks = [
  'gzip',
  'br',
  'zstd',
  'gzip_gzip',
  'body_flood',
  'chunk_flood',
  'header_flood',
  'extension_flood',
  'interim_flood',
  'trailer_flood',
  'redirect_flood',
  'deep_json',
  'garbage_flood',
  'laughs',
  'spaces',
  'never',
] as const;

export interface Attacker extends AsyncDisposable {
  readonly port: number;
}

/** Starts it in a thread of its own, so that it takes no time from whoever measures. */
export async function startAttacker(): Promise<Attacker> {
  const worker = new Worker(new URL(import.meta.url));
  const [port] = await once(worker, 'message');
  return { port, [Symbol.asyncDispose]: async () => void (await worker.terminate()) };
}

async function serve(tell: (port: number) => void): Promise<void> {
  const zeros = Buffer.alloc(128 * 1024 * 1024);
  const gzip = gzipSync(zeros, { level: 1 });
  const bombs: Readonly<Record<string, readonly [coding: string, body: Buffer]>> = {
    gzip: ['gzip', gzip],
    gzip_gzip: ['gzip, gzip', gzipSync(gzip)],
    br: ['br', brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    zstd: ['zstd', zstdCompressSync(zeros)],
  };
  const waiting: (() => void)[] = [];
  const server = await hostileServer((socket, head) => {
    const attack = head.split('/')[1]?.split('?')[0] ?? '';
    const bomb = bombs[attack];
    waiting.push(() => {
      if (bomb === undefined) strike(socket, attack);
      else socket.write(answer(bomb[1], `content-encoding: ${bomb[0]}\r\n`));
    });
    if (waiting.length >= strength) for (const go of waiting.splice(0)) go();
  });
  tell(server.port);
}

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}transfer-encoding: chunked\r\n\r\n`;

function strike(socket: Socket, attack: string): void {
  switch (attack) {
    case 'body_flood':
      return flood(socket, `${ok}\r\n`, 'a keyword that never ends ');
    case 'chunk_flood':
      return flood(socket, chunked, '1\r\nx\r\n');
    case 'header_flood':
      return flood(socket, ok, 'x-header: y\r\n');
    case 'extension_flood':
      return flood(socket, `${chunked}5;`, 'extension');
    case 'trailer_flood':
      return flood(socket, `${chunked}0\r\n`, 'x-trailer: y\r\n');
    case 'interim_flood':
      return flood(socket, '', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n');
    case 'redirect_flood':
      return flood(socket, 'HTTP/1.1 302 Found\r\nlocation: /never\r\n\r\n', 'x');
    case 'garbage_flood':
      return flood(socket, '', '\x00\x01\xff');
    case 'deep_json':
      return void socket.end(answer(`${'['.repeat(500_000)}${']'.repeat(500_000)}`));
    case 'laughs':
      return void socket.end(answer(billionLaughs));
    case 'spaces':
      return void socket.end(answer(`${' '.repeat(3 * 1024 * 1024)}x`));
    default:
      return undefined;
  }
}

const billionLaughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">${Array.from(
  { length: 20 },
  (_, n) => `<!ENTITY a${n} "${(n === 0 ? '&a;' : `&a${n - 1};`).repeat(10)}">`,
).join('')}]><XRD>&a19;</XRD>`;

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin.
if (parentPort !== null) await serve(port => parentPort?.postMessage(port));

/** Between values and sockets: reads requests, writes answers. */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DemoRequest, HeaderList, HttpAnswer } from './message.ts';

export function readRequest(message: IncomingMessage, signal: AbortSignal): DemoRequest {
  const { headers, method = 'GET', url = '/' } = message;
  const path = url.replace(/\?.*$/s, '');
  const search = url.slice(path.length);
  return {
    method,
    path,
    query: new URLSearchParams(search),
    search,
    host: (headers.host ?? '').toLowerCase(),
    accept: (headers.accept ?? '').toLowerCase(),
    userAgent: headers['user-agent'] ?? '',
    wantsWebSocket: headers.upgrade?.toLowerCase() === 'websocket',
    subprotocol: headers['sec-websocket-protocol'] ?? '',
    authorization: headers.authorization ?? '',
    signal,
  };
}

/** Sends an answer to an ordinary request. Node.js adds `Date` and `Connection`, and leaves out the body for HEAD. */
export function writeResponse(response: ServerResponse, answer: HttpAnswer): void {
  const headers = withLength(answer).flatMap(([name, value]) => [name, value]);
  response.writeHead(answer.status, reasonPhrase(answer.status), headers);
  response.end(answer.body);
}

/** Refuses an upgrade: after that event Node.js writes nothing by itself. */
export function writeRefusal(socket: Duplex, answer: HttpAnswer): void {
  const plain = answer.headers.filter(([name]) => name !== 'Transfer-Encoding');
  const headers: HeaderList = [
    ...withLength({ ...answer, headers: plain }),
    ['Date', new Date().toUTCString()],
    ['Connection', 'close'],
  ];
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`HTTP/1.1 ${answer.status} ${reasonPhrase(answer.status)}\r\n${head}\r\n`, 'latin1');
  socket.end(answer.body);
}

function withLength({ headers, body }: HttpAnswer): HeaderList {
  if (headers.some(([name]) => name === 'Transfer-Encoding')) return headers;
  return [...headers, ['Content-Length', String(Buffer.byteLength(body))]];
}

function reasonPhrase(status: number): string {
  // 520 to 530 are Cloudflare's own.
  return STATUS_CODES[status] ?? 'Web Server Is Down';
}

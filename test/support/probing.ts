/** Running a probe type against servers on loopback. */
import assert from 'node:assert/strict';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Outcome } from '../../src/core/outcome.ts';
import { judge, type Verdict } from '../../src/core/verdict.ts';
import type { PreparedProbe, ProbeType, ServerContext } from '../../src/probe/probe-type.ts';
import { deadline } from './transport-run.ts';

export const server: ServerContext = {
  domain: 'social.example',
  webOrigin: 'https://social.example',
  account: 'admin',
};

export function prepared(type: ProbeType, input: unknown, context: ServerContext = server): PreparedProbe {
  const result = type.prepare(input, context);
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.issues));
  return result.prepared;
}

/** Each issue as `path: message`. */
export function issuesOf(type: ProbeType, input: unknown): readonly string[] {
  const result = type.prepare(input, server);
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

export interface Probed {
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  readonly tookMs: number;
}

/** One run, as the monitor does it. */
export async function probeOnce(ready: PreparedProbe, timeoutMs = 3000): Promise<Probed> {
  using limit = deadline(timeoutMs);
  const startedAt = performance.now();
  const probe = ready.start({ userAgent: 'fedistatus/test' });
  const outcome = await probe({ signal: limit.signal });
  const tookMs = performance.now() - startedAt;
  return { outcome, verdict: judge(ready.assertions, outcome, Date.now()), tookMs };
}

/** `up`, or the code of what is wrong. */
export async function verdictOf(type: ProbeType, input: unknown, timeoutMs?: number): Promise<string> {
  const { verdict } = await probeOnce(prepared(type, input), timeoutMs);
  return verdict.result === 'pass' ? 'up' : (verdict.cause?.code ?? verdict.result);
}

/** A server on loopback that ends with its scope, connections included. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
  /** `127.0.0.1:port` */
  readonly host: string;
}

export async function listening(target: Server, host = '127.0.0.1'): Promise<Listening> {
  const sockets = new Set<Socket>();
  target.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  await new Promise<void>(resolve => {
    target.listen(0, host, resolve);
  });
  const { port } = target.address() as AddressInfo;
  return {
    port,
    host: `${host}:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise(resolve => {
        target.close(resolve);
      });
    },
  };
}

export function httpServer(handler: RequestListener): Promise<Listening> {
  return listening(createHttpServer(handler));
}

/** Answers each connection by hand. `onRequest` is called once, when the head of the first request is complete. */
export function rawServer(onRequest: (socket: Socket, head: string) => void): Promise<Listening> {
  return listening(
    createTcpServer(socket => {
      let head = '';
      const collect = (chunk: Buffer): void => {
        head += chunk.toString('latin1');
        if (!head.includes('\r\n\r\n')) return;
        socket.off('data', collect);
        socket.resume();
        onRequest(socket, head);
      };
      socket.on('data', collect);
    }),
  );
}

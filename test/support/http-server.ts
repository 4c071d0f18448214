/** The program's HTTP server with everything behind it made up. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LogFields } from '../../src/core/log.ts';
import { createPublishers } from '../../src/publish/index.ts';
import type { Publisher } from '../../src/publish/publisher.ts';
import { createSelfMetrics, type SelfMetrics } from '../../src/publish/self-metrics.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import { defaultLimits, type ListenLimits } from '../../src/server/listen.ts';
import { type HttpServer, type HttpServerOptions, startServer } from '../../src/server/server.ts';
import { fullSnapshot } from './snapshots.ts';

const anyPort = { host: '127.0.0.1', port: 0 } as const;

export interface LoggedLine extends LogFields {
  readonly level: string;
  readonly message: string;
}

export interface TestServer extends HttpServer {
  readonly log: readonly LoggedLine[];
  /** How long each scrape was told that it may take. */
  readonly deadlines: readonly number[];
  /** A request to the operator's listener. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  fetchPublic(path: string, init?: RequestInit): Promise<Response>;
}

export interface TestServerOptions {
  readonly deps?: Partial<ServerDeps>;
  readonly options?: Partial<Omit<HttpServerOptions, 'limits'>>;
  readonly limits?: Partial<ListenLimits>;
}

export async function startTestServer({
  deps = {},
  options = {},
  limits = {},
}: TestServerOptions = {}): Promise<TestServer> {
  const log: LoggedLine[] = [];
  const deadlines: number[] = [];
  const logTo = (level: string) => (fields: LogFields, message: string) =>
    void log.push({ ...fields, level, message });
  const selfMetrics: SelfMetrics = createSelfMetrics();
  const server = await startServer(
    {
      source: {
        snapshot: fullSnapshot,
        scrape: async deadlineMs => {
          deadlines.push(deadlineMs);
          return fullSnapshot();
        },
      },
      onDemand: { probeNow: async () => ({ kind: 'unknown' }) },
      publishers: [
        ...createPublishers({ build: { version: '1.2.3', nodeVersion: '24.0.0' }, selfMetrics }),
        publicPage,
      ],
      selfMetrics,
      log: { debug: logTo('debug'), info: logTo('info'), warn: logTo('warn'), error: logTo('error') },
      isReady: () => true,
      reload: null,
      ...deps,
    },
    {
      operator: anyPort,
      public: anyPort,
      security: null,
      ...options,
      limits: { ...defaultLimits, stopWithinMs: 300, ...limits },
    },
  );
  return Object.assign(server, {
    log,
    deadlines,
    fetch: (path: string, init?: RequestInit) => fetch(server.operator.url + path, init),
    fetchPublic: (path: string, init?: RequestInit) => fetch(`${server.public?.url}${path}`, init),
  });
}

/** A page for the outside world, open for what follows its path. */
const publicPage: Publisher = {
  path: '/open/',
  title: 'Open for a rest',
  audience: 'public',
  triggersProbes: false,
  render: (_snapshot, { rest }) => ({
    status: 200,
    contentType: 'text/plain; charset=utf-8',
    body: `rest ${rest}`,
  }),
};

/** Resolves when a condition holds, and fails when it does not in time. */
export async function until(condition: () => boolean, patienceMs = 3000): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error('waited in vain');
    await delay(5);
  }
}

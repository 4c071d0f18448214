import { versions } from 'node:process';
import { type ReloadOptions, reloader } from './app/reload.ts';
import { keeperSettings, monitorSettings, secretTexts } from './app/settings.ts';
import { AnnouncementWatch } from './config/announcement-watch.ts';
import type { Config, DemoConfig, HistoryConfig, ListenAddress } from './config/config.ts';
import { remarkOn } from './config/remarks.ts';
import { openWebConfig } from './config/web-config-watch.ts';
import { errorCode } from './core/error-code.ts';
import type { Log } from './core/log.ts';
import type { Demo } from './demo/demo.ts';
import { type History, openHistory } from './history/history.ts';
import { Keeper } from './history/keeper.ts';
import { logTransition } from './history/news.ts';
import { HistoryInUse } from './history/store.ts';
import { systemClock } from './monitor/clock.ts';
import { Monitor } from './monitor/monitor.ts';
import { createPublishers } from './publish/index.ts';
import { createSelfMetrics, type SelfMetrics } from './publish/self-metrics.ts';
import { StaticLoop } from './publish/static-loop.ts';
import type { ReloadOutcome } from './server/deps.ts';
import { type HttpServer, startServer } from './server/server.ts';
import { version } from './version.ts';

export interface AppOptions extends ReloadOptions {
  /** Instead of the configuration's `listen`. */
  readonly listen: ListenAddress | null;
  /** Whether the configuration can be reloaded over HTTP. */
  readonly isReloadOverHttp: boolean;
}

/** The running daemon. Disposing of it stops everything, within eight seconds. */
export interface App extends AsyncDisposable {
  /** Such as `http://127.0.0.1:10061`. */
  readonly url: string;
  /** Reads the configuration again. A bad one changes nothing. */
  reload(): Promise<ReloadOutcome>;
}

/** Builds everything from a checked configuration and starts it. Rejects when it cannot listen. */
export async function startApp(config: Config, options: AppOptions): Promise<App> {
  const { log, protect } = options;
  protect(secretTexts(config));
  await using stack = new AsyncDisposableStack();
  remarkOn(config, log);
  const history = stack.use(openConfiguredHistory(config.history, log));
  const announcements = new AnnouncementWatch({ clock: systemClock, log }, config);
  const keeper = stack.use(
    new Keeper(
      {
        clock: systemClock,
        history,
        announcements: () => announcements.current(),
        onTransition: (transition, result) => logTransition(log, transition, result),
      },
      keeperSettings(config),
    ),
  );
  if (config.demo !== null) stack.use(await startConfiguredDemo(config.demo, log));
  const monitor = stack.use(
    new Monitor({ clock: systemClock, log, states: keeper }, monitorSettings(config)),
  );
  const selfMetrics = createSelfMetrics();
  const publishing = stack.use(startPublishing(config, { monitor, announcements, selfMetrics }, options));
  const stop = new AbortController();
  const reloaded = { monitor, keeper, announcements, publishing, stopped: stop.signal };
  const reload = reloader(config, reloaded, options);
  const server = stack.use(await serveHttp(config, { monitor, selfMetrics, reload }, options));
  stack.defer(() => stop.abort());
  monitor.start();
  const { path } = history.health();
  log.info(
    { url: server.operator.url, components: config.components.length, history: path ?? 'memory' },
    'watching',
  );
  const started = stack.move();
  return {
    url: server.operator.url,
    reload,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

interface Parts {
  readonly monitor: Monitor;
  readonly announcements: AnnouncementWatch;
  readonly selfMetrics: SelfMetrics;
  readonly reload: App['reload'];
}

/** Writes the public pages as files, if they are wanted. */
function startPublishing(
  config: Config,
  { monitor, announcements, selfMetrics }: Omit<Parts, 'reload'>,
  { log }: AppOptions,
): StaticLoop {
  const deps = {
    clock: systemClock,
    log,
    snapshot: () => monitor.snapshot(),
    marks: () => {
      const { components, page } = monitor.snapshot();
      return [page, announcements.current(), ...components.map(({ state }) => state)];
    },
    count: selfMetrics.countPublication,
  };
  return new StaticLoop(deps, config.publish);
}

async function serveHttp(
  config: Config,
  { monitor, selfMetrics, reload }: Omit<Parts, 'announcements'>,
  { log, listen, isReloadOverHttp }: AppOptions,
): Promise<HttpServer> {
  const build = { version, nodeVersion: versions.node };
  const deps = {
    source: monitor,
    onDemand: monitor,
    publishers: createPublishers({ build, selfMetrics }),
    selfMetrics,
    log,
    isReady: () => monitor.isReady(),
    reload: isReloadOverHttp ? reload : null,
  };
  return startServer(deps, {
    operator: listen ?? config.listen,
    public: config.publicListen,
    security:
      config.webConfigFile === null ? null : openWebConfig(config.webConfigFile, { clock: systemClock, log }),
  });
}

function openConfiguredHistory(settings: HistoryConfig, log: Log): History {
  try {
    return openHistory(settings, { clock: systemClock, log });
  } catch (error) {
    if (!(error instanceof HistoryInUse)) throw error;
    throw new StartError(`history: ${error.message}`, { cause: error });
  }
}

/** Loads the simulated server only where one is wanted. */
async function startConfiguredDemo(demo: DemoConfig, log: Log): Promise<Demo> {
  const { DemoOptionsError, startDemo } = await import('./demo/demo.ts');
  const running = await startDemo(demo).catch((error: unknown) => {
    if (error instanceof DemoOptionsError) throw new StartError(`demo: ${error.message}`, { cause: error });
    throw listenProblem(error, demo.listen);
  });
  log.info(
    { url: running.site.webOrigin, software: demo.software, version: running.version },
    'simulated server',
  );
  return running;
}

/** Why the daemon cannot start, in words for the operator. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

function listenProblem(error: unknown, { host, port }: ListenAddress): unknown {
  if (!isAddressInUse(error)) return error;
  const message = `demo.listen: another program listens on ${host}:${port} already; is the daemon running twice?`;
  return new StartError(message, { cause: error });
}

/** Whether an attempt to listen failed because somebody else does already. */
export function isAddressInUse(error: unknown): boolean {
  return errorCode(error) === 'EADDRINUSE';
}

import { readFile, stat } from 'node:fs/promises';
import { versions } from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { AnnouncementWatch } from './config/announcement-watch.ts';
import type { Config, DemoConfig, HistoryConfig, ListenAddress } from './config/config.ts';
import { ConfigError } from './config/errors.ts';
import { type LoadDeps, loadConfig } from './config/load.ts';
import { remarkOn } from './config/remarks.ts';
import { openWebConfig } from './config/web-config-watch.ts';
import type { Log } from './core/log.ts';
import { createScrubber } from './core/scrubber.ts';
import type { Demo } from './demo/demo.ts';
import { type History, openHistory } from './history/history.ts';
import { Keeper, type KeeperSettings } from './history/keeper.ts';
import { logTransition } from './history/news.ts';
import { HistoryInUse } from './history/store.ts';
import { systemClock } from './monitor/clock.ts';
import { Monitor } from './monitor/monitor.ts';
import type { MonitorSettings } from './monitor/settings.ts';
import { presets } from './preset/index.ts';
import { probeTypes } from './probe/index.ts';
import { createPublishers } from './publish/index.ts';
import { createSelfMetrics, type SelfMetrics } from './publish/self-metrics.ts';
import { StaticLoop } from './publish/static-loop.ts';
import type { ReloadOutcome } from './server/deps.ts';
import { type HttpServer, startServer } from './server/server.ts';
import { version } from './version.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigRead =
  | { readonly ok: true; readonly config: Config }
  /** Every mistake, a line each, for the operator. */
  | { readonly ok: false; readonly message: string };

/** Reads and checks a configuration file, whatever is wrong with it. */
export async function readConfig(file: string, env: Environment): Promise<ConfigRead> {
  try {
    const content = await readFile(file);
    const isReadableByOthers = ((await stat(file)).mode & 0o044) !== 0;
    return await checkConfig(content, file, { env, isReadableByOthers });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const hint =
      error.code === 'ENOENT' ? 'there is no such file; --config.file names another' : error.message;
    return { ok: false, message: `${file}: cannot be read: ${hint}` };
  }
}

/** Checks a configuration that was read. `file` is its name, and where relative paths start. */
export async function checkConfig(
  content: string | Uint8Array,
  file: string,
  surroundings: Pick<LoadDeps, 'env' | 'isReadableByOthers'>,
): Promise<ConfigRead> {
  try {
    const deps = { probeTypes, presets, version, readFile, ...surroundings };
    return { ok: true, config: await loadConfig(content, file, deps) };
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, message: error.message };
    throw error;
  }
}

/** What the monitor needs of a configuration. */
export function monitorSettings(config: Config): MonitorSettings {
  const environment = { userAgent: config.userAgent };
  return {
    schedule: config.schedule,
    scrapeMinAgeMs: config.scrapeMinAgeMs,
    servers: config.servers.map(({ domain, title, preset, software }) => ({
      domain,
      title,
      preset,
      ...(software && { software }),
    })),
    components: config.components.map(({ component, prepared }) => ({
      component,
      start: () => prepared.start(environment),
    })),
    references: config.references.map(({ name, prepared }) => ({
      name,
      start: () => prepared.start(environment),
    })),
    evidence: { ...config.evidence, scrub: createScrubber(secretTexts(config)) },
    page: config.page,
    diagnosis: config.diagnosis,
  };
}

/** What keeping and telling states needs of a configuration. */
export function keeperSettings({ components, maintenance, page }: Config): KeeperSettings {
  return { components: components.map(({ component }) => component), maintenance, timeZone: page.timeZone };
}

function secretTexts({ secrets }: Config): readonly string[] {
  return secrets.map(secret => secret.reveal());
}

/** Where the configuration comes from: at the start, and again at each reload. */
export interface ConfigSource {
  /** What the log calls it: the name of the file. */
  readonly name: string;
  read(): Promise<ConfigRead>;
}

/** A configuration that is read from its file each time. */
export function configFileSource(file: string, env: Environment): ConfigSource {
  return { name: file, read: () => readConfig(file, env) };
}

export interface AppOptions {
  readonly source: ConfigSource;
  readonly log: Log;
  /** Is told which texts the log must never show, after each load. */
  readonly protect: (secrets: readonly string[]) => void;
  /** Instead of the configuration's `listen`. */
  readonly listen: ListenAddress | null;
  /** Whether the configuration can be reloaded over HTTP. */
  readonly isReloadOverHttp: boolean;
}

/** The running daemon. Disposing of it stops everything, within five seconds. */
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
  const announcements = new AnnouncementWatch({ clock: systemClock, log }, config.announcements);
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

/** What a reload changes. */
interface Reloaded {
  readonly monitor: Monitor;
  readonly keeper: Keeper;
  readonly announcements: AnnouncementWatch;
  readonly publishing: StaticLoop;
  /** Aborts when everything ends: reading may take a while. */
  readonly stopped: AbortSignal;
}

/** Reloads one at a time; what cannot change while we run is said to need a restart. */
function reloader(
  first: Config,
  { monitor, keeper, announcements, publishing, stopped }: Reloaded,
  { source, log, protect }: AppOptions,
): App['reload'] {
  let current = first;
  const reload = async (): Promise<ReloadOutcome> => {
    const read = await source.read();
    if (stopped.aborted) return { ok: false, message: 'the daemon is stopping' };
    if (!read.ok) {
      monitor.reloadFailed();
      log.error(
        { file: source.name, mistakes: read.message },
        'configuration refused, the one from before stays',
      );
      return read;
    }
    // Runs that began before may still speak of what they were told.
    protect([...secretTexts(current), ...secretTexts(read.config)]);
    const restart = restartKeys.filter(key => !isDeepStrictEqual(read.config[key], current[key]));
    if (restart.length > 0) log.warn({ keys: restart }, 'a change of these keys needs a restart');
    remarkOn(read.config, log, current);
    current = read.config;
    announcements.follow(current.announcements);
    keeper.replace(keeperSettings(current));
    monitor.replace(monitorSettings(current));
    publishing.replace(current.publish);
    monitor.reloadSucceeded();
    log.info({ file: source.name, components: current.components.length }, 'configuration reloaded');
    return { ok: true };
  };
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const next = last.then(reload);
    last = next.catch(() => undefined);
    return next;
  };
}

const restartKeys = ['listen', 'publicListen', 'webConfigFile', 'history', 'demo'] as const;

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
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** Taking over another configuration without a restart. */
import { isDeepStrictEqual } from 'node:util';
import type { AnnouncementWatch } from '../config/announcement-watch.ts';
import type { Config } from '../config/config.ts';
import { remarkOn } from '../config/remarks.ts';
import type { Log } from '../core/log.ts';
import type { Keeper } from '../history/keeper.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { StaticLoop } from '../publish/static-loop.ts';
import type { ReloadOutcome } from '../server/deps.ts';
import type { ConfigSource } from './config-source.ts';
import { keeperSettings, monitorSettings, secretTexts } from './settings.ts';

/** What a reload changes. */
export interface Reloaded {
  readonly monitor: Monitor;
  readonly keeper: Keeper;
  readonly announcements: AnnouncementWatch;
  readonly publishing: StaticLoop;
  /** Aborts when everything ends: reading may take a while. */
  readonly stopped: AbortSignal;
}

export interface ReloadOptions {
  readonly source: ConfigSource;
  readonly log: Log;
  /** Is told which texts the log must never show, after each load. */
  readonly protect: (secrets: readonly string[]) => void;
}

/** Reloads one at a time; what cannot change while we run is said to need a restart. */
export function reloader(
  first: Config,
  { monitor, keeper, announcements, publishing, stopped }: Reloaded,
  { source, log, protect }: ReloadOptions,
): () => Promise<ReloadOutcome> {
  const fixed = fixedIn(first);
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
    const restart = restartKeys.filter(key => !isDeepStrictEqual(read.config[key], fixed[key]));
    if (restart.length > 0) log.warn({ keys: restart }, 'a change of these keys needs a restart');
    remarkOn(read.config, log, current);
    current = read.config;
    announcements.follow(current);
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

/** The first configuration as a whole, with thousands of components, is not to be kept for these. */
function fixedIn({
  listen,
  publicListen,
  webConfigFile,
  history,
  demo,
}: Config): Pick<Config, (typeof restartKeys)[number]> {
  return { listen, publicListen, webConfigFile, history, demo };
}

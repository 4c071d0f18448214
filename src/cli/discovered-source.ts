/** `serve --server`: a configuration without a file. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type ConfigRead, type ConfigSource, checkConfig } from '../app/config-source.ts';
import { dataDirectory } from '../config/status.ts';
import { errorCode } from '../core/error-code.ts';
import type { Log } from '../core/log.ts';
import { discover } from '../discover/discover.ts';
import { createFile, replaceFile } from '../discover/files.ts';
import { RefreshLoop } from '../discover/refresh-loop.ts';
import { memoryFile } from '../discover/remembered.ts';
import { Roster } from '../discover/roster.ts';
import { writeConfig } from '../discover/write.ts';
import { systemClock } from '../monitor/clock.ts';
import { version } from '../version.ts';
import { abortedByStop, type Io } from './command.ts';
import { defaultConfigFile } from './config-option.ts';
import { discoverDeps } from './discoverer.ts';
import type { Saving, ServersOption } from './servers-option.ts';

export interface SourceDeps {
  readonly log: Log;
  readonly io: Io;
}

/** A source that asks the servers themselves. */
export class ServersAsSource implements ConfigSource {
  readonly name = '--server';
  readonly #deps: SourceDeps;
  readonly #roster: Roster;
  /** null: nothing is to be written, or it was. */
  #saving: Saving | null;

  constructor({ domains, saving }: ServersOption, deps: SourceDeps) {
    const { io, log } = deps;
    const stop = abortedByStop(io);
    const discovering = { ...discoverDeps(stop), pageUrl: null, progress: () => {} };
    const folder = dirname(resolve(defaultConfigFile));
    this.#deps = deps;
    this.#saving = saving;
    this.#roster = new Roster(
      {
        discover: async domain => {
          const outcome = await discover(domain, discovering);
          return stop.aborted ? null : outcome;
        },
        memory: memoryFile(join(dataDirectory({ env: io.env, folder }), 'discovered.json')),
        log,
      },
      domains,
    );
  }

  /** The configuration to start with: what was known before, where that is known of every server. */
  async first(): Promise<ConfigRead> {
    const { log } = this.#deps;
    if (existsSync(defaultConfigFile)) {
      log.warn({ file: defaultConfigFile }, 'the configuration file is not read, since --server is given');
    }
    await this.#roster.recall();
    if (this.#roster.isComplete) {
      const recalled = await this.#check();
      if (recalled.ok) return recalled;
      log.warn({ mistakes: recalled.message }, 'what was discovered before cannot be used any more');
      this.#roster.forget();
    }
    return await this.read();
  }

  async read(): Promise<ConfigRead> {
    await this.#roster.refresh();
    await this.#save();
    return await this.#check();
  }

  /** Has the configuration read again every day, and sooner while a server has not answered yet. */
  keepFresh(reload: () => Promise<unknown>): Disposable {
    const roster = this.#roster;
    const loop = new RefreshLoop({ clock: systemClock, refresh: reload, isSettled: () => roster.isSettled });
    // What the first configuration came from has not answered since the start.
    loop.start({ soon: !roster.wasAsked });
    return loop;
  }

  #check(): Promise<ConfigRead> {
    return checkConfig(this.#roster.text(), defaultConfigFile, { env: this.#deps.io.env });
  }

  async #save(): Promise<void> {
    const { discoveries } = this.#roster;
    if (this.#saving === null || discoveries === null) return;
    const { log } = this.#deps;
    const { file, isOverwriting } = this.#saving;
    this.#saving = null;
    try {
      const text = writeConfig(discoveries, { at: systemClock.now(), version, pageUrl: null });
      await (isOverwriting ? replaceFile(file, text) : createFile(file, text));
      log.info({ file }, 'the configuration was written: start with --config.file to use it');
    } catch (error) {
      const isThere = errorCode(error) === 'EEXIST';
      if (isThere) log.warn({ file }, 'not written, since there is such a file: --overwrite replaces it');
      else log.error({ file, err: error }, 'the configuration cannot be written');
    }
  }
}

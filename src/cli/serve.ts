import { configFileSource } from '../app/config-source.ts';
import { type App, type AppOptions, StartError, startApp } from '../app.ts';
import { ConfigError } from '../config/errors.ts';
import { listenAddress } from '../config/key-kinds.ts';
import { ListenError } from '../server/listen.ts';
import { type Command, exitCodes } from './command.ts';
import { configOption, defaultConfigFile } from './config-option.ts';
import type { ServersAsSource, SourceDeps } from './discovered-source.ts';
import { createLog, logOptions } from './log.ts';
import { optionOf } from './options.ts';
import { type ServersOption, serversOption, serversOptions } from './servers-option.ts';

/** The daemon. */
export const serve: Command = {
  name: 'serve',
  summary: 'Watch the configured servers and export what is seen',
  options: {
    ...configOption,
    ...serversOptions,
    'web.listen-address': {
      type: 'string',
      value: 'HOST:PORT',
      help: "Where to serve /metrics, instead of the configuration's `listen`",
    },
    'web.enable-lifecycle': { type: 'boolean', help: 'Allow POST /-/reload (SIGHUP always reloads)' },
    ...logOptions,
  },
  async run(args, io) {
    // Node.js ends at a SIGHUP that nobody listens to. One that comes while we start is answered afterwards.
    const started = Promise.withResolvers<App>();
    io.onHangup(() => void started.promise.then(app => app.reload()));
    const { log, protect } = await createLog(
      { level: args.text('log.level'), format: args.text('log.format') },
      io,
    );
    const listen = optionOf(args, 'web.listen-address', listenAddress);
    const servers = serversOption(args);
    const discovered = servers === null ? null : await discoveredSource(servers, { log, io });
    const source = discovered ?? configFileSource(args.text('config.file') ?? defaultConfigFile, io.env);
    const read = await (discovered?.first() ?? source.read());
    if (!read.ok) {
      io.stderr.write(`${read.message}\n`);
      return exitCodes.usage;
    }
    const isReloadOverHttp = args.flag('web.enable-lifecycle');
    const options: AppOptions = { source, log, protect, listen, isReloadOverHttp };
    io.onCrash(error => log.error({ err: error }, 'unforeseen error, the daemon ends'));
    try {
      await using app = await startApp(read.config, options);
      started.resolve(app);
      io.settle();
      using _refreshing = discovered?.keepFresh(() => app.reload());
      log.info({ signal: await io.stopSignal }, 'stopping');
    } catch (error) {
      if (!isOperatorsMistake(error)) throw error;
      io.stderr.write(`fedistatus: ${error.message}\n`);
      return exitCodes.usage;
    }
    log.info({}, 'stopped');
    return exitCodes.ok;
  },
};

/** Discovery is not loaded by a daemon that has a file. */
async function discoveredSource(servers: ServersOption, deps: SourceDeps): Promise<ServersAsSource> {
  const { ServersAsSource } = await import('./discovered-source.ts');
  return new ServersAsSource(servers, deps);
}

/** Whether the message of an error is all that the operator needs. */
function isOperatorsMistake(error: unknown): error is Error {
  return error instanceof ListenError || error instanceof StartError || error instanceof ConfigError;
}

import { type Arguments, type OptionSpec, UsageError } from './command.ts';
import { parseDomain } from './domain-argument.ts';

/** The options of a daemon without a configuration file. */
export const serversOptions: Readonly<Record<'server' | 'save' | 'overwrite', OptionSpec>> = {
  server: {
    type: 'string',
    value: 'DOMAIN',
    isRepeatable: true,
    help: 'Discover this server and watch it, without a file; again every day',
  },
  save: {
    type: 'string',
    value: 'FILE',
    help: 'With --server: write what was discovered as a configuration, once every server has answered',
  },
  overwrite: { type: 'boolean', help: 'With --save: replace the file if there is one' },
};

/** Servers to discover, and what to do with what is found. */
export interface ServersOption {
  /** In their one form, each once. */
  readonly domains: readonly string[];
  /** null: nothing is written. */
  readonly saving: Saving | null;
}

/** Where to write the configuration. */
export interface Saving {
  readonly file: string;
  readonly isOverwriting: boolean;
}

/** What the options ask for; null: a configuration file. Throws {@link UsageError}. */
export function serversOption(args: Arguments): ServersOption | null {
  const domains = [...new Set(args.texts('server').map(parseDomain))];
  const [save, isOverwriting] = [args.text('save'), args.flag('overwrite')];
  if (domains.length === 0 && save !== undefined) throw new UsageError('--save goes with --server');
  if (save === undefined && isOverwriting) throw new UsageError('--overwrite goes with --save');
  if (domains.length === 0) return null;
  const file = args.text('config.file');
  if (file !== undefined) {
    throw new UsageError(
      `--server and --config.file contradict each other: put the servers into ${file}, or leave it out`,
    );
  }
  return { domains, saving: save === undefined ? null : { file: save, isOverwriting } };
}

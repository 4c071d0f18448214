import type { OptionSpec } from './command.ts';

export const defaultConfigFile = 'config.yaml';

/** The option that every command with a configuration shares. */
export const configOption: Readonly<Record<'config.file', OptionSpec>> = {
  'config.file': {
    type: 'string',
    short: 'c',
    value: 'FILE',
    help: `The configuration (default ${defaultConfigFile})`,
  },
};

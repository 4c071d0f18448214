import { readConfig } from '../app/config-source.ts';
import type { ListenAddress } from '../config/config.ts';
import { listenAddress } from '../config/key-kinds.ts';
import { type Arguments, type Io, type OptionSpec, UsageError } from './command.ts';
import { configOption, defaultConfigFile } from './config-option.ts';
import { optionOf } from './options.ts';

const defaultAddress: ListenAddress = { host: '127.0.0.1', port: 10_062 };
const defaultText = `${defaultAddress.host}:${defaultAddress.port}`;

/** Where to run a simulated server. */
export const addressOption: Readonly<Record<'listen', OptionSpec>> = {
  listen: {
    type: 'string',
    value: 'HOST:PORT',
    help: `Where the simulated server is (default ${defaultText})`,
  },
};

/** How to find one that runs: by its address, or by the configuration of the daemon that runs it. */
export const runningOptions: Readonly<Record<'listen' | 'config.file', OptionSpec>> = {
  ...configOption,
  listen: {
    ...addressOption.listen,
    help: `Where the simulated server is (default: \`demo.listen\` of the configuration, else ${defaultText})`,
  },
};

/** Where to run it. Throws {@link UsageError}. */
export function demoAddress(args: Arguments): ListenAddress {
  return optionOf(args, 'listen', listenAddress) ?? defaultAddress;
}

/** Whether one that runs there is found without being told where. */
export function isDefaultAddress({ host, port }: ListenAddress): boolean {
  return host === defaultAddress.host && port === defaultAddress.port;
}

/** Where it runs. A configuration that was not asked for counts only if it says so. Rejects with a {@link UsageError}. */
export async function runningAddress(args: Arguments, { env }: Io): Promise<ListenAddress> {
  const [listen, file] = [optionOf(args, 'listen', listenAddress), args.text('config.file')];
  if (listen !== null) return listen;
  const read = await readConfig(file ?? defaultConfigFile, env);
  if (read.ok && read.config.demo !== null) return read.config.demo.listen;
  if (file === undefined) return defaultAddress;
  throw new UsageError(read.ok ? `${file} has no \`demo\`: no simulated server runs by it` : read.message);
}

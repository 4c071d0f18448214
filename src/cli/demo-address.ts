import { readConfig } from '../app/config-source.ts';
import type { ListenAddress } from '../config/config.ts';
import { type Arguments, type Io, type OptionSpec, UsageError } from './command.ts';
import { configOption, defaultConfigFile } from './config-option.ts';

const defaultAddress = '127.0.0.1:10062';

/** Where to run a simulated server. */
export const addressOption: Readonly<Record<'listen', OptionSpec>> = {
  listen: {
    type: 'string',
    value: 'HOST:PORT',
    help: `Where the simulated server is (default ${defaultAddress})`,
  },
};

/** How to find one that runs: by its address, or by the configuration of the daemon that runs it. */
export const runningOptions: Readonly<Record<'listen' | 'config.file', OptionSpec>> = {
  ...configOption,
  listen: {
    ...addressOption.listen,
    help: `Where the simulated server is (default: \`demo.listen\` of the configuration, else ${defaultAddress})`,
  },
};

/** Where to run it. Throws {@link UsageError}. */
export function listenAddress(args: Arguments): ListenAddress {
  return parse(args.text('listen') ?? defaultAddress);
}

/** Where it runs. A configuration that was not asked for counts only if it says so. Rejects with a {@link UsageError}. */
export async function runningAddress(args: Arguments, { env }: Io): Promise<ListenAddress> {
  const [listen, file] = [args.text('listen'), args.text('config.file')];
  if (listen !== undefined) return parse(listen);
  const read = await readConfig(file ?? defaultConfigFile, env);
  if (read.ok && read.config.demo !== null) return read.config.demo.listen;
  if (file === undefined) return parse(defaultAddress);
  throw new UsageError(read.ok ? `${file} has no \`demo\`: no simulated server runs by it` : read.message);
}

function parse(text: string): ListenAddress {
  const { host = '', port = '' } = /^\[?(?<host>[^\]]+?)\]?:(?<port>\d{1,5})$/.exec(text)?.groups ?? {};
  if (host === '' || Number(port) > 65_535)
    throw new UsageError(`--listen: expected HOST:PORT, got '${text}'`);
  return { host, port: Number(port) };
}

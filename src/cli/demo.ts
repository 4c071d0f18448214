import type { ListenAddress } from '../config/config.ts';
import { controlPath } from '../demo/control.ts';
import { type Demo, DemoOptionsError, startDemo } from '../demo/demo.ts';
import { softwares } from '../demo/software/index.ts';
import { formatHostPort } from '../probe/transport/dns-query.ts';
import { type Arguments, type Command, type ExitCode, exitCodes, type Io, UsageError } from './command.ts';
import {
  addressOption,
  demoAddress,
  isDefaultAddress,
  runningAddress,
  runningOptions,
} from './demo-address.ts';

const defaultSoftware = 'mastodon';
const softwareNames = softwares.map(({ name }) => name).join(', ');

/** Runs the simulated server until a signal ends it. */
export const demoServe: Command = {
  name: 'demo',
  summary: 'Run a simulated server on this machine, for first runs and fire drills',
  options: {
    ...addressOption,
    software: {
      type: 'string',
      value: 'NAME',
      help: `What to simulate: ${softwareNames} (default ${defaultSoftware})`,
    },
    'software-version': {
      type: 'string',
      value: 'VERSION',
      help: 'Which version of it (default: the one that is simulated best, 4.5 of Mastodon)',
    },
    'split-domain': { type: 'boolean', help: 'Handles carry localhost:PORT, the pages are elsewhere' },
    'streaming-host': { type: 'boolean', help: 'The streaming API has a host of its own' },
  },
  async run(args, io) {
    const demo = await start(args, io);
    if (demo === null) return exitCodes.failed;
    await using running = demo;
    io.stdout.write(banner(running, demoAddress(args)));
    await io.stopSignal;
    return exitCodes.ok;
  },
};

/** Sets one or more faults of a running simulated server. */
export const demoBreak: Command = {
  name: 'demo break',
  summary: 'Break a running simulated server',
  positionals: 'FAULT…',
  options: runningOptions,
  run: (args, io) => {
    if (args.positionals.length === 0)
      throw new UsageError('name a fault; fedistatus demo faults lists them');
    return each(args, io, 'PUT');
  },
};

/** Takes away the named faults, or all. */
export const demoHeal: Command = {
  name: 'demo heal',
  summary: 'Heal a running simulated server: the named faults, or everything',
  positionals: '[FAULT…]',
  options: runningOptions,
  run: (args, io) =>
    args.positionals.length === 0 ? control(args, io, 'DELETE', '/faults') : each(args, io, 'DELETE'),
};

/** Lists the faults of a running simulated server. */
export const demoFaults: Command = {
  name: 'demo faults',
  summary: 'List the faults of a running simulated server; a star marks those that are set',
  options: runningOptions,
  run: (args, io) => control(args, io, 'GET', '/faults'),
};

async function start(args: Arguments, io: Io): Promise<Demo | null> {
  try {
    return await startDemo({
      listen: demoAddress(args),
      software: args.text('software') ?? defaultSoftware,
      version: args.text('software-version'),
      splitDomain: args.flag('split-domain'),
      ownStreamingHost: args.flag('streaming-host'),
    });
  } catch (error) {
    if (error instanceof DemoOptionsError) throw new UsageError(error.message);
    if (!(error instanceof Error && 'code' in error)) throw error;
    io.stderr.write(`fedistatus: the simulated server cannot listen: ${error.message}\n`);
    return null;
  }
}

function banner({ software, site, version, port }: Demo, listen: ListenAddress): string {
  const address = { ...listen, port };
  const where = isDefaultAddress(address) ? '' : ` --listen ${formatHostPort(address)}`;
  return [
    `A simulated server is running: ${software} ${version}. Its parts:`,
    `  domain          ${site.localDomain}`,
    `  pages           ${site.webOrigin}/`,
    `  account         ${site.account}`,
    `  streaming       ${site.streamingBase}`,
    `  object storage  ${site.storageOrigin}/check.txt`,
    `Break it with:    fedistatus demo break web_process_down${where}`,
    '',
  ].join('\n');
}

async function each(args: Arguments, io: Io, method: string): Promise<ExitCode> {
  for (const fault of args.positionals) {
    const code = await control(args, io, method, `/faults/${encodeURIComponent(fault)}`);
    if (code !== exitCodes.ok) return code;
  }
  return exitCodes.ok;
}

/** Sends one control request and prints the answer. */
async function control(args: Arguments, io: Io, method: string, path: string): Promise<ExitCode> {
  const { host, port } = await runningAddress(args, io);
  // One that listens on every interface does so on this machine's own.
  const origin = `http://${formatHostPort({ host: host || '127.0.0.1', port })}`;
  try {
    const response = await fetch(`${origin}${controlPath}${path}`, {
      method,
      signal: AbortSignal.timeout(5_000),
    });
    const body = await response.text();
    if (response.ok) {
      io.stdout.write(body);
      return exitCodes.ok;
    }
    io.stderr.write(`fedistatus: ${body}`);
    return response.status === 404 ? exitCodes.usage : exitCodes.failed;
  } catch {
    io.stderr.write(`fedistatus: no simulated server at ${origin}; start one with: fedistatus demo\n`);
    return exitCodes.failed;
  }
}

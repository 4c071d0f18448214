import { parseArgs } from 'node:util';
import { version } from '../version.ts';
import { check } from './check.ts';
import { type Arguments, type Command, type ExitCode, exitCodes, type Io, UsageError } from './command.ts';
import { configCheck } from './config-check.ts';
import { demoBreak, demoFaults, demoHeal, demoServe } from './demo.ts';
import { discover } from './discover.ts';
import { healthcheck } from './healthcheck.ts';
import { commandHelp, generalHelp } from './help.ts';
import { publish } from './publish.ts';
import { serve } from './serve.ts';

/** Every command, the default one first. */
export const commands: readonly Command[] = [
  serve,
  check,
  configCheck,
  discover,
  publish,
  demoServe,
  demoBreak,
  demoHeal,
  demoFaults,
  healthcheck,
];

/** Runs the program with the arguments behind its name. Resolves to the exit code; rejects only for a bug. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { command, rest, named } = select(argv);
  if (rest.includes('--version')) return print(io, `fedistatus ${version}\n`);
  if (rest.includes('--help') || rest.includes('-h')) {
    return print(io, named ? commandHelp(command) : generalHelp(commands));
  }
  try {
    return await command.run(parse(command, rest), io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(
      `fedistatus: ${error.message}\nTry: fedistatus ${named ? `${command.name} ` : ''}--help\n`,
    );
    return exitCodes.usage;
  }
}

/** The longest command name that the arguments begin with; without one, the default command. */
function select(argv: readonly string[]): { command: Command; rest: readonly string[]; named: boolean } {
  const byLength = [...commands].sort((a, b) => b.name.length - a.name.length);
  for (const command of byLength) {
    const words = command.name.split(' ');
    if (words.every((word, index) => argv[index] === word)) {
      return { command, rest: argv.slice(words.length), named: true };
    }
  }
  return { command: serve, rest: argv, named: false };
}

function parse(command: Command, argv: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, short }]) => [
      name,
      short ? { type, short } : { type },
    ]),
  );
  const { values, positionals } = parseStrictly(argv, options);
  if (positionals.length > 0 && command.positionals === undefined) {
    throw new UsageError(`unknown command or argument '${positionals[0]}'`);
  }
  return {
    positionals,
    text(name) {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    flag: name => values[name] === true,
  };
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

function parseStrictly(
  argv: readonly string[],
  options: Record<string, { type: 'string' | 'boolean'; short?: string }>,
): Parsed {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function print(io: Io, text: string): ExitCode {
  io.stdout.write(text);
  return exitCodes.ok;
}

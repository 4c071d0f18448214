import { parseArgs } from 'node:util';
import { version } from '../version.ts';
import { type Arguments, type Command, type ExitCode, exitCodes, type Io, UsageError } from './command.ts';
import { commandHelp, generalHelp } from './help.ts';

export interface CommandEntry {
  readonly name: string;
  /** Only what is asked for is loaded: the daemon starts sooner without the simulated server. */
  readonly load: () => Promise<Command>;
}

const serve: CommandEntry = { name: 'serve', load: async () => (await import('./serve.ts')).serve };

/** Every command, the default one first. */
export const commands: readonly CommandEntry[] = [
  serve,
  { name: 'check', load: async () => (await import('./check.ts')).check },
  { name: 'config check', load: async () => (await import('./config-check.ts')).configCheck },
  { name: 'discover', load: async () => (await import('./discover.ts')).discover },
  { name: 'publish', load: async () => (await import('./publish.ts')).publish },
  { name: 'demo', load: async () => (await import('./demo.ts')).demoServe },
  { name: 'demo break', load: async () => (await import('./demo.ts')).demoBreak },
  { name: 'demo heal', load: async () => (await import('./demo.ts')).demoHeal },
  { name: 'demo faults', load: async () => (await import('./demo.ts')).demoFaults },
  { name: 'healthcheck', load: async () => (await import('./healthcheck.ts')).healthcheck },
];

/** Runs the program with the arguments behind its name. Resolves to the exit code; rejects only for a bug. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { entry, rest, named } = select(argv);
  if (rest.includes('--version')) return print(io, `fedistatus ${version}\n`);
  const command = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    return print(io, named ? commandHelp(command) : generalHelp(await loadAll()));
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
function select(argv: readonly string[]): { entry: CommandEntry; rest: readonly string[]; named: boolean } {
  const byLength = [...commands].sort((a, b) => b.name.length - a.name.length);
  for (const entry of byLength) {
    const words = entry.name.split(' ');
    if (words.every((word, index) => argv[index] === word)) {
      return { entry, rest: argv.slice(words.length), named: true };
    }
  }
  return { entry: serve, rest: argv, named: false };
}

function loadAll(): Promise<readonly Command[]> {
  return Promise.all(commands.map(({ load }) => load()));
}

function parse(command: Command, argv: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, short, isRepeatable = false }]) => [
      name,
      { type, multiple: isRepeatable, ...(short === undefined ? {} : { short }) },
    ]),
  );
  const { values, positionals } = parseStrictly(argv, options);
  if (positionals.length > 0 && command.positionals === undefined) {
    const [word] = positionals;
    const isLate = command.name === serve.name && commands.some(({ name }) => name.split(' ')[0] === word);
    throw new UsageError(
      isLate ? `write '${word}' before the options` : `unknown command or argument '${word}'`,
    );
  }
  return {
    positionals,
    text(name) {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    texts: name => [values[name] ?? []].flat().filter(value => typeof value === 'string'),
    flag: name => values[name] === true,
  };
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

function parseStrictly(
  argv: readonly string[],
  options: Record<string, { type: 'string' | 'boolean'; multiple: boolean; short?: string }>,
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

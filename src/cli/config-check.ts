import { readConfig } from '../app/config-source.ts';
import { announcementReader, unplacedIn } from '../config/announcements.ts';
import type { Config, DemoConfig } from '../config/config.ts';
import { ConfigError } from '../config/errors.ts';
import { loadWebConfig } from '../config/web-config.ts';
import { type Command, type ExitCode, exitCodes, type Io, UsageError } from './command.ts';

export const configCheck: Command = {
  name: 'config check',
  summary: 'Read a configuration file and say every mistake in it, with line and column',
  positionals: 'FILE',
  options: {},
  async run(args, io) {
    const [file, ...more] = args.positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name one configuration file');
    const read = await readConfig(file, io.env);
    if (!read.ok) return refuse(read.message, io);
    const { components, servers, warnings, webConfigFile, demo, announcements } = read.config;
    const demoMistake = demo === null ? null : await mistakeOfDemo(demo);
    if (demoMistake !== null) return refuse(`${file}: demo: ${demoMistake}`, io);
    const webMistakes = webConfigFile === null ? null : mistakesOfWebConfig(webConfigFile);
    if (webMistakes !== null) return refuse(webMistakes, io);
    const remarks = announcements === null ? [] : remarksOn(announcements, read.config);
    for (const warning of [...remarks, ...warnings]) io.stderr.write(`warning: ${warning}\n`);
    io.stdout.write(
      `${file}: ${count(servers.length, 'server')}, ${count(components.length, 'component')}\n`,
    );
    return exitCodes.ok;
  },
};

function remarksOn(directory: string, config: Config): readonly string[] {
  const { announcements, problems } = announcementReader(directory).read();
  return [
    ...problems.map(
      ({ file, line, column, message }) => `announcement left out: ${file}:${line}:${column}: ${message}`,
    ),
    ...unplacedIn(announcements, config).map(
      ({ id, server }) => `announcement of a server that is not watched: ${id}.md: ${server}`,
    ),
  ];
}

function refuse(mistakes: string, { stderr }: Io): ExitCode {
  stderr.write(`${mistakes}\n`);
  return exitCodes.usage;
}

/** A daemon would not start with them either. null: there are none. */
function mistakesOfWebConfig(file: string): string | null {
  try {
    loadWebConfig(file);
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

/** Only the simulated server knows what it can be. null: this. */
async function mistakeOfDemo(demo: DemoConfig): Promise<string | null> {
  const { DemoOptionsError, toSimulate } = await import('../demo/demo.ts');
  try {
    toSimulate(demo);
    return null;
  } catch (error) {
    if (error instanceof DemoOptionsError) return error.message;
    throw error;
  }
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

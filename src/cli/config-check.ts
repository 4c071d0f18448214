import { readConfig } from '../app/config-source.ts';
import { type Command, exitCodes, UsageError } from './command.ts';

export const configCheck: Command = {
  name: 'config check',
  summary: 'Read a configuration file and say every mistake in it, with line and column',
  positionals: 'FILE',
  options: {},
  async run(args, io) {
    const [file, ...more] = args.positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name one configuration file');
    const read = await readConfig(file, io.env);
    if (!read.ok) {
      io.stderr.write(`${read.message}\n`);
      return exitCodes.usage;
    }
    const { components, servers, warnings } = read.config;
    for (const warning of warnings) io.stderr.write(`warning: ${warning}\n`);
    io.stdout.write(
      `${file}: ${count(servers.length, 'server')}, ${count(components.length, 'component')}\n`,
    );
    return exitCodes.ok;
  },
};

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

import { type Level, type Logger, pino } from 'pino';
import { createScrubber } from '../core/scrubber.ts';
import { type Io, type OptionSpec, UsageError } from './command.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly Level[];
const formats = ['json', 'pretty', 'auto'] as const;

/** The options that every command with a log shares. */
export const logOptions: Readonly<Record<'log.level' | 'log.format', OptionSpec>> = {
  'log.level': { type: 'string', value: 'LEVEL', help: `${levels.join(' | ')} (default info)` },
  'log.format': {
    type: 'string',
    value: 'FORMAT',
    help: 'json | pretty | auto: pretty on a terminal, JSON elsewhere (default auto)',
  },
};

export interface LogSettings {
  readonly level: string | undefined;
  readonly format: string | undefined;
}

/** A log on standard output. `secrets` are replaced wherever they would show: the second net under `Secret`. */
export async function createLog(
  settings: LogSettings,
  io: Io,
): Promise<{ readonly log: Logger; protect: Protect }> {
  const level = oneOf(levels, settings.level ?? 'info', '--log.level');
  const format = oneOf(formats, settings.format ?? 'auto', '--log.format');
  const isPretty = format === 'pretty' || (format === 'auto' && io.stdout.isTerminal);
  const render = isPretty ? await prettyRender(io.stdout.isTerminal) : (line: string) => line;
  let scrub = createScrubber([]);
  const destination = {
    write(line: string) {
      io.stdout.write(scrub(render(line)));
    },
  };
  const options = { level, base: null, timestamp: isoTimestamp, formatters: { level: levelByName } };
  const log = pino(options, destination);
  return { log, protect: secrets => void (scrub = createScrubber(secrets)) };
}

/** Tells the log which texts must never show. */
export type Protect = (secrets: readonly string[]) => void;

/** For people; services do without the package. */
async function prettyRender(colorize: boolean): Promise<(line: string) => string> {
  const { prettyFactory } = await import('pino-pretty');
  return prettyFactory({ colorize, translateTime: 'SYS:HH:MM:ss', singleLine: true });
}

function isoTimestamp(): string {
  return `,"time":"${new Date().toISOString()}"`;
}

function levelByName(label: string): { readonly level: string } {
  return { level: label };
}

function oneOf<T extends string>(allowed: readonly T[], value: string, option: string): T {
  const found = allowed.find(candidate => candidate === value);
  if (found === undefined) throw new UsageError(`${option} takes ${allowed.join(', ')}, not '${value}'`);
  return found;
}

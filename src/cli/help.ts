import type { Command, OptionSpec } from './command.ts';

/** The page of `fedistatus --help`. */
export function generalHelp(commands: readonly Command[]): string {
  const [main] = commands;
  return [
    'fedistatus watches a fediverse server from outside, part by part, and exports what it sees to Prometheus.',
    '',
    'Usage: fedistatus [COMMAND] [OPTIONS]',
    '',
    'Commands:',
    ...columns(
      commands.map((command, index) => [command.name + (index === 0 ? ' (default)' : ''), command.summary]),
    ),
    '',
    `Options of ${main?.name ?? ''}:`,
    ...columns(describeOptions(main?.options ?? {})),
    '',
    'fedistatus COMMAND --help tells more about one.',
    '',
  ].join('\n');
}

/** The page of `fedistatus COMMAND --help`. */
export function commandHelp({ name, positionals, summary, options }: Command): string {
  const usage = ['Usage: fedistatus', name, positionals, '[OPTIONS]'].filter(Boolean).join(' ');
  return [`${summary}.`, '', usage, '', 'Options:', ...columns(describeOptions(options)), ''].join('\n');
}

function describeOptions(
  options: Readonly<Record<string, OptionSpec>>,
): readonly (readonly [string, string])[] {
  const described = Object.entries(options).map(
    ([name, { short, value, isRepeatable, help }]): readonly [string, string] => [
      `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}${isRepeatable === true ? ' …' : ''}`,
      help,
    ],
  );
  return [...described, ['-h, --help', 'Show this page'], ['--version', 'Show the version']];
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

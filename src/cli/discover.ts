import { publicUrl } from '../config/page-keys.ts';
import { discover as discoverServer } from '../discover/discover.ts';
import type { DiscoveryOutcome, NothingFound } from '../discover/discovery.ts';
import { discoveryToJson } from '../discover/json.ts';
import { writeConfig } from '../discover/write.ts';
import { version } from '../version.ts';
import { type Arguments, type Command, exitCodes, type Io, UsageError } from './command.ts';
import { discoverDeps } from './discoverer.ts';
import { parseDomain } from './domain-argument.ts';

/** From a name to a configuration, without a file. */
export const discover: Command = {
  name: 'discover',
  summary: 'Ask a server what it is and print a complete configuration, with what could not be found',
  positionals: 'DOMAIN',
  options: {
    json: { type: 'boolean', help: 'Print what was found as JSON; its member `config` is the file' },
    page: {
      type: 'string',
      value: 'URL',
      help: "Where your status page is: compared with the server's own link, and written as page.public_url",
    },
  },
  async run(args, io) {
    const domain = domainArgument(args);
    const pageUrl = pageOption(args);
    const stop = new AbortController();
    void io.stopSignal.then(signal => stop.abort(signal));
    const progress = showProgress(io, domain);
    const outcome = await discoverServer(domain, {
      ...discoverDeps(stop.signal),
      pageUrl,
      progress: message => progress.show(message),
    });
    progress.end();
    if (stop.signal.aborted) {
      // What is missing now says nothing of the server.
      io.stderr.write('fedistatus: called off, nothing is written\n');
      return exitCodes.failed;
    }
    const options = { at: Date.now(), version, pageUrl };
    if (args.flag('json')) io.stdout.write(`${JSON.stringify(discoveryToJson(outcome, options), null, 2)}\n`);
    else if (outcome.kind === 'found') io.stdout.write(writeConfig([outcome], options));
    tell(outcome, io);
    return outcome.kind === 'found' ? exitCodes.ok : exitCodes.failed;
  },
};

function domainArgument({ positionals: [text, ...more] }: Arguments): string {
  if (text === undefined || more.length > 0) throw new UsageError('name one domain, such as example.social');
  return parseDomain(text);
}

function pageOption(args: Arguments): string | null {
  const text = args.text('page');
  if (text === undefined) return null;
  const parsed = publicUrl.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--page: ${parsed.error.issues[0]?.message ?? 'not an address'}`);
}

function showProgress({ stderr }: Io, domain: string): { show(message: string): void; end(): void } {
  const write = (text: string): void => {
    if (stderr.isTerminal) stderr.write(`\r\u001b[2K${text}`);
  };
  return { show: message => write(`asking ${domain}: ${message} …`), end: () => write('') };
}

/** What must not be overlooked when the output goes into a file. */
function tell(outcome: DiscoveryOutcome, { stderr }: Io): void {
  if (outcome.kind === 'nothing') {
    stderr.write(describeNothing(outcome));
    return;
  }
  const pressing = outcome.notes.filter(({ kind }) => kind !== 'hint');
  for (const { about, message } of pressing) stderr.write(`${about}: ${message}\n`);
  const { entry, requests, probed } = outcome;
  const watched = probed.length - entry.absent.length;
  stderr.write(`${entry.domain}: ${entry.preset}, ${watched} components, ${requests} requests\n`);
}

function describeNothing({ message, advice, answers }: NothingFound): string {
  const lines = [
    `fedistatus: ${message}`,
    ...advice.map(line => `  ${line}`),
    'Asked:',
    ...answers.map(({ question, answer }) => `  ${question}: ${answer}`),
    'Nothing is written, since nothing could be seen. How to write it by hand: docs/configuration.md',
  ];
  return `${lines.join('\n')}\n`;
}

import { publicUrl } from '../config/page-keys.ts';
import { configurationUrl } from '../core/project.ts';
import { discover as discoverServer } from '../discover/discover.ts';
import type { DiscoveryOutcome, NothingFound } from '../discover/discovery.ts';
import { discoveryToJson } from '../discover/json.ts';
import { writeConfig } from '../discover/write.ts';
import { version } from '../version.ts';
import { type Arguments, abortedByStop, type Command, exitCodes, type Io, UsageError } from './command.ts';
import { discoverDeps } from './discoverer.ts';
import { parseDomain } from './domain-argument.ts';
import { optionOf } from './options.ts';
import { statusLine } from './status-line.ts';

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
    const pageUrl = optionOf(args, 'page', publicUrl);
    const stop = abortedByStop(io);
    const show = statusLine(io.stderr);
    const outcome = await discoverServer(domain, {
      ...discoverDeps(stop),
      pageUrl,
      progress: message => show(`asking ${domain}: ${message} …`),
    });
    show('');
    if (stop.aborted) {
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
    `Nothing is written, since nothing could be seen. How to write it by hand: ${configurationUrl}`,
  ];
  return `${lines.join('\n')}\n`;
}

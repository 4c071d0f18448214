/** The configuration file. All that a server wrote is quoted or escaped: nothing of it can become a key or a line. */

import { Document, isScalar, Scalar, visit } from 'yaml';
import { escapeControls } from '../core/escape.ts';
import { configurationUrl } from '../core/project.ts';
import type { Discovery, Fact, Note } from './discovery.ts';
import { type ServerEntry, toInput } from './entry.ts';

/** The servers of a configuration file, without a word beside. */
export function writeServers(entries: readonly ServerEntry[]): string {
  return stringify(new Document({ servers: entries.map(toInput) }));
}

export interface WriteOptions {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly version: string;
  /** Where our own status page is; null: not told. */
  readonly pageUrl: string | null;
}

/** A complete configuration with everything that its reader should know, in comments. */
export function writeConfig(discoveries: readonly Discovery[], options: WriteOptions): string {
  const { pageUrl } = options;
  const document = new Document({
    ...(pageUrl === null ? {} : { page: { public_url: pageUrl } }),
    servers: discoveries.map(({ entry }) => toInput(entry)),
  });
  for (const [index, discovery] of discoveries.entries()) annotate(document, index, discovery);
  const head = [...preamble(discoveries, options), ...discoveries.flatMap(story)];
  return `${comment(head)}\n${stringify(document)}\n${comment(afterword(options))}`;
}

function stringify(document: Document): string {
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && !isPlain(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0, nullStr: 'null' });
}

/** Words that no reader of YAML, old or new, takes for anything else than text. */
function isPlain(text: string): boolean {
  return /^[a-z][a-z0-9_]*$/.test(text)
    ? !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(text)
    : isName(text);
}

/** A domain name that begins with a letter and has a dot. */
function isName(text: string): boolean {
  return /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(text);
}

/** Says beside a key how its value is known. */
function annotate(document: Document, index: number, { facts, entry }: Discovery): void {
  const keys = {
    domain: 'domain',
    web_domain: 'web',
    preset: 'software',
    account: 'account',
    streaming: 'streaming',
  };
  for (const [key, name] of Object.entries(keys))
    remark(document, ['servers', index, key], evidence(facts, name));
  remark(document, ['servers', index, 'object_storage'], evidence(facts, 'object storage'));
  for (const { name, reason } of entry.absent) {
    remark(document, ['servers', index, 'components', name], `left out: ${reason}`);
  }
}

function evidence(facts: readonly Fact[], name: string): string | null {
  const fact = facts.find(candidate => candidate.name === name);
  if (fact === undefined) return null;
  return name === 'software' ? `${fact.value}: ${fact.from}` : fact.from;
}

function remark(document: Document, path: readonly (string | number)[], text: string | null): void {
  const node = document.getIn(path, true);
  if (text !== null && isScalar(node)) node.comment = ` ${escapeControls(text)}`;
}

function preamble(discoveries: readonly Discovery[], { at, version }: WriteOptions): readonly string[] {
  const names = discoveries.map(({ entry }) => entry.domain).join(', ');
  const requests = discoveries.reduce((sum, discovery) => sum + discovery.requests, 0);
  return [
    `Configuration of fedistatus for ${names}.`,
    `Discovered on ${new Date(at).toISOString()} by fedistatus ${version}, with ${requests} requests.`,
    'Every component was probed once before it was written. To do so again: fedistatus check',
  ];
}

const headings: Readonly<Record<Note['kind'], string>> = {
  trouble: 'ATTENTION:',
  missing: 'Not found:',
  hint: 'Good to know:',
};

/** What was found on one server, what was not, and what to do about it. */
function story({ entry, facts, notes, probed }: Discovery): readonly string[] {
  const kinds = ['trouble', 'missing', 'hint'] as const;
  const width = Math.max(...facts.map(({ name }) => name.length));
  return [
    '',
    `${entry.domain}: ${probed.length - entry.absent.length} components`,
    '  Found:',
    ...facts.map(({ name, value, from }) => `    ${name.padEnd(width)}  ${value}  (${from})`),
    ...kinds.flatMap(kind => {
      const own = notes.filter(candidate => candidate.kind === kind);
      return own.length === 0 ? [] : [`  ${headings[kind]}`, ...own.flatMap(describeNote)];
    }),
  ];
}

function describeNote({ about, message, advice }: Note): readonly string[] {
  return [`    ${about}: ${message}`, ...advice.map(line => `      ${line}`)];
}

/** What is worth setting and cannot be found out. */
function afterword({ pageUrl }: WriteOptions): readonly string[] {
  return [
    `Everything else has a default: ${configurationUrl}`,
    'Worth a thought:',
    '',
    'contact: https://example.social/@you       # whom a probed sysop can turn to; sent with every request',
    'references:                                # while none of them answers, it is us who are offline',
    '  - https://www.example.com/',
    '  - tcp://192.0.2.53:53',
    ...(pageUrl === null
      ? ['page: { public_url: https://status.example.social }   # where you publish the status page']
      : []),
  ];
}

function comment(lines: readonly string[]): string {
  return lines.map(line => `${`# ${escapeControls(line)}`.trimEnd()}\n`).join('');
}

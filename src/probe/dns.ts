import { z } from 'zod';
import type { RunSignal } from '../core/component.ts';
import { escapeControls } from '../core/escape.ts';
import type { Outcome, Proof } from '../core/outcome.ts';
import { failureOf, ProbeFailure, toFailure } from './failure.ts';
import { assertionKeys, toAssertions } from './keys/assertions.ts';
import { dnsServer } from './keys/network.ts';
import { oneOrMore } from './keys/one-or-more.ts';
import { defineProbeType, type ProbeType } from './probe-type.ts';
import { queryRecords, type RecordType, recordTypes } from './transport/dns-records.ts';
import { Stopwatch } from './transport/stopwatch.ts';
import type { HostPort } from './transport/types.ts';

const { max_latency } = assertionKeys;

const settings = z.strictObject({
  name: z.string().min(1).max(253).describe('Name to ask for.'),
  record: z.enum(recordTypes).default('A').describe('Type of the records to ask for.'),
  server: dnsServer
    .nullable()
    .default(null)
    .describe("DNS server to ask instead of the system's, as `host:port`; the host an IP address."),
  expect: oneOrMore(z.string().min(1))
    .nullable()
    .default(null)
    .describe(
      'Records that must be in the answer, as `dig +short` prints them; without it, any record will do.',
    ),
  max_latency,
});

/** Asks DNS for the records of a name. */
export const dns: ProbeType = defineProbeType({
  name: 'dns',
  summary: 'A DNS query: the name has records, those that you expect among them.',
  settings,
  prepare: input => ({
    target: `${input.name} ${input.record}`,
    assertions: toAssertions(input, { notStale: false }),
    requests: 1,
    start: () => run => ask(input, run.signal),
  }),
});

interface Question {
  readonly name: string;
  readonly record: RecordType;
  readonly server: HostPort | null;
  readonly expect: readonly string[] | null;
}

async function ask({ name, record, server, expect }: Question, signal: RunSignal): Promise<Outcome> {
  const stopwatch = new Stopwatch();
  stopwatch.begin('resolve');
  try {
    const records = await queryRecords(name, record, server, signal);
    stopwatch.end();
    const found = new Set(records.map(text => plain(text, record)));
    const missing = (expect ?? []).filter(text => !found.has(plain(text, record)));
    const facts = { phasesMs: stopwatch.phasesMs(), proofs: [recordsProof(records, expect, missing)] };
    if (missing.length > 0) {
      return toFailure(
        new ProbeFailure('expect_mismatch', `no ${record} record ${missing.join(', ')}`),
        facts,
      );
    }
    return { kind: 'observation', ...facts, latencyMs: stopwatch.elapsedMs(), text: records.join('\n') };
  } catch (error) {
    return toFailure(failureOf(error, 'resolve'), { phasesMs: {} });
  }
}

/** Names are the same in upper and lower case, and with the dot at the end that `dig` prints; texts in its quotes. */
function plain(text: string, record: RecordType): string {
  if (record !== 'TXT') return text.toLowerCase().replace(/\.$/, '');
  return /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll('" "', '') : text;
}

function recordsProof(
  records: readonly string[],
  expect: readonly string[] | null,
  missing: readonly string[],
): Proof {
  return {
    kind: 'records',
    pass: missing.length === 0,
    expected: expect === null ? 'any' : expect.join(', '),
    actual: escapeControls(records.join(', ')).slice(0, 500),
  };
}

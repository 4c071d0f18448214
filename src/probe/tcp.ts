import { z } from 'zod';
import { requestsOver, startAsking } from './families.ts';
import { assertionKeys, toAssertions } from './keys/assertions.ts';
import { networkKeys, toNetworkSettings } from './keys/network.ts';
import { pattern } from './keys/pattern.ts';
import { address } from './keys/units.ts';
import { defineProbeType, type ProbeType } from './probe-type.ts';
import { type Conversation, converse } from './transport/conversation.ts';
import { formatHostPort } from './transport/dns-query.ts';

const { ip, resolver } = networkKeys;
const { max_latency } = assertionKeys;

const settings = z.strictObject({
  address: address.describe('Where to connect to: `host:port`.'),
  ip,
  resolver,
  send: z.string().nullable().default(null).describe('What to send once connected, as it is.'),
  expect: pattern
    .nullable()
    .default(null)
    .describe(
      'Regular expression (RE2) that what comes back must match. Without it, being connected is enough.',
    ),
  max_latency,
});

/** Connects, and has a short talk when told to. */
export const tcp: ProbeType = defineProbeType({
  name: 'tcp',
  summary: 'A TCP connection, with one thing to send and one to expect if wished.',
  settings,
  prepare: input => {
    const conversation: Conversation = { target: input.address, send: input.send, expect: input.expect };
    const assertions = toAssertions(input, { notStale: false });
    return {
      target: formatHostPort(input.address),
      assertions,
      requests: requestsOver(input.ip, 1),
      start: startAsking((network, { signal }) => converse(conversation, network, signal), {
        ip: input.ip,
        network: toNetworkSettings(input),
        assertions,
      }),
    };
  },
});

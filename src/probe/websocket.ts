/** Opens a WebSocket, and waits for a message where one is expected. */
import { z } from 'zod';
import type { StatusRange } from '../core/assertion.ts';
import { requestsOver, startAsking } from './families.ts';
import { assertionContradictions, assertionKeys, toAssertions } from './keys/assertions.ts';
import { networkContradictions, networkKeys, toNetworkSettings } from './keys/network.ts';
import { pattern } from './keys/pattern.ts';
import { requestContradictions, requestKeys, toHeaders } from './keys/request.ts';
import { size } from './keys/units.ts';
import { defineProbeType, type ProbeType, type SettingsIssue } from './probe-type.ts';
import { type Plan, parseWebSocketUrl, plainUrl } from './websocket/plan.ts';

const { restricted: _, ...expectations } = assertionKeys;
const { headers, basic_auth, bearer_token, bearer_token_file } = requestKeys;

const settings = z.strictObject({
  url: z
    .string()
    .meta({ format: 'uri', pattern: '^([Ww][Ss]|[Hh][Tt][Tt][Pp])[Ss]?://' })
    .refine(
      text => parseWebSocketUrl(text) !== null,
      'write a URL such as wss://social.example/api/v1/streaming',
    )
    .describe('Where to connect to: `wss://` or `ws://` (`https://` and `http://` mean the same).'),
  headers,
  basic_auth,
  bearer_token,
  bearer_token_file,
  subprotocol: z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'write one token, such as graphql-ws')
    .nullable()
    .default(null)
    .describe('Subprotocol to ask for; the server must agree.'),
  send: z.string().nullable().default(null).describe('Text message to send once connected.'),
  expect: pattern
    .nullable()
    .default(null)
    .describe(
      'Regular expression (RE2 syntax) that one of the first messages must match. Without it the handshake is all.',
    ),
  max_body: size
    .prefault('1MiB')
    .describe('Most bytes to read: of the body of a refusal, or of all messages.'),
  ...networkKeys,
  ...expectations,
});

type Settings = z.output<typeof settings>;

/** The statuses of a handshake that succeeded (RFC 6455 §4.1). */
const switched: readonly StatusRange[] = [{ from: 101, to: 101 }];

/** The probe type `websocket`. */
export const websocket: ProbeType = defineProbeType({
  name: 'websocket',
  summary: 'Opens a WebSocket and, where wanted, waits for a message.',
  settings,
  contradictions: read => [
    ...assertionContradictions(read),
    ...networkContradictions(read),
    ...requestContradictions(read),
    ...handshakeContradictions(read),
  ],
  prepare(read) {
    const plan = toPlan(read);
    const assertions = toAssertions(read, { status: switched, notStale: true });
    return {
      target: plainUrl(plan.url),
      assertions,
      requests: requestsOver(read.ip, 1),
      start: startAsking(
        async (network, run) => {
          const { runOnce } = await import('./websocket/run.ts');
          return runOnce(plan, network, run);
        },
        { ip: read.ip, network: toNetworkSettings(read), assertions },
      ),
    };
  },
});

/** The handshake has headers of its own, which nobody else can set. */
function handshakeContradictions({ headers: configured }: Settings): readonly SettingsIssue[] {
  return Object.keys(configured)
    .filter(name => /^sec-websocket-/i.test(name))
    .map(name => ({ path: ['headers', name], message: 'the handshake sets this header itself' }));
}

function toPlan(read: Settings): Plan {
  const url = parseWebSocketUrl(read.url);
  if (url === null) throw new Error('an address that was not checked');
  return {
    url,
    headers: toHeaders(read),
    subprotocol: read.subprotocol,
    send: read.send,
    expect: read.expect,
    maxBytes: read.max_body,
    accepted: read.status ?? switched,
  };
}

import { z } from 'zod';
import type { RunSignal } from '../core/component.ts';
import type { Outcome } from '../core/outcome.ts';
import { toFailure } from './failure.ts';
import { requestsOver, startAsking } from './families.ts';
import { assertionKeys, toAssertions } from './keys/assertions.ts';
import { networkContradictions, networkKeys, toNetworkSettings } from './keys/network.ts';
import { address } from './keys/units.ts';
import { defineProbeType, type ProbeType } from './probe-type.ts';
import { openConnection } from './transport/connection.ts';
import { formatHostPort } from './transport/dns-query.ts';
import { Stopwatch } from './transport/stopwatch.ts';
import type { HostPort, NetworkSettings } from './transport/types.ts';

const { certificate, max_latency } = assertionKeys;

const settings = z.strictObject({
  address: address.describe('Where to connect to: `host:port`.'),
  ...networkKeys,
  certificate,
  max_latency,
});

/** Shakes hands, and looks at the certificate. */
export const tls: ProbeType = defineProbeType({
  name: 'tls',
  summary: 'A TLS handshake: the certificate, its chain, its names and its dates, and nothing else.',
  settings,
  contradictions: networkContradictions,
  prepare: input => {
    const assertions = toAssertions(input, { notStale: false });
    return {
      target: formatHostPort(input.address),
      assertions,
      requests: requestsOver(input.ip, 1),
      start: startAsking((network, { signal }) => shakeHandsOnce(input.address, network, signal), {
        ip: input.ip,
        network: toNetworkSettings(input),
        assertions,
      }),
    };
  },
});

async function shakeHandsOnce(
  target: HostPort,
  network: NetworkSettings,
  signal: RunSignal,
): Promise<Outcome> {
  const stopwatch = new Stopwatch();
  try {
    const { socket, facts } = await openConnection({ ...target, secure: true }, network, {
      signal,
      stopwatch,
    });
    socket.destroy();
    return {
      kind: 'observation',
      phasesMs: stopwatch.phasesMs(),
      ...facts,
      latencyMs: stopwatch.elapsedMs(),
    };
  } catch (error) {
    return toFailure(error, { phasesMs: stopwatch.phasesMs() });
  }
}

import { defaultUserAgent } from '../config/user-agent.ts';
import type { DiscoverDeps } from '../discover/discover.ts';
import { systemClock } from '../monitor/clock.ts';
import { runProbe } from '../monitor/run-once.ts';
import { presets } from '../preset/index.ts';
import { probeTypes } from '../probe/index.ts';
import { fetchAnswer } from '../probe/transport/fetch-answer.ts';
import { version } from '../version.ts';
import { quiet } from './quiet.ts';

/** Discovery with everything that this program has. `signal` calls it off. */
export function discoverDeps(signal: AbortSignal): Omit<DiscoverDeps, 'pageUrl' | 'progress'> {
  return {
    probeTypes,
    presets,
    version,
    clock: systemClock,
    userAgent: defaultUserAgent(version),
    fetch: fetchAnswer,
    run: async (probe, timeoutMs) => {
      const run = await runProbe(quiet, probe, { timeoutMs, signal, who: { command: 'discover' } });
      return run === null ? null : run.outcome;
    },
  };
}

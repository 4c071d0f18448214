import { evidenceToJson, toEvidence } from '../core/evidence.ts';
import type { DiscoveryOutcome } from './discovery.ts';
import { toInput } from './entry.ts';
import { type WriteOptions, writeConfig } from './write.ts';

/** Keeps what the server sent bounded and on one line; there are no secrets yet. */
const evidence = { excerptBytes: 0, scrub: (text: string) => text };

/** What was found, for scripts. */
export function discoveryToJson(
  outcome: DiscoveryOutcome,
  options: WriteOptions,
): Readonly<Record<string, unknown>> {
  if (outcome.kind === 'nothing') {
    const { domain, message, advice, answers, requests } = outcome;
    return { domain, found: false, message, advice, answers, requests };
  }
  const { entry, facts, notes, probed, requests, statusLink } = outcome;
  return {
    domain: entry.domain,
    found: true,
    requests,
    facts,
    notes,
    ...(statusLink === undefined ? {} : { status_link: statusLink }),
    server: toInput(entry),
    left_out: entry.absent,
    components: probed.map(({ result }) => evidenceToJson(toEvidence(result, evidence))),
    config: writeConfig([outcome], options),
  };
}

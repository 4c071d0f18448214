import { evidenceToJson } from '../core/evidence.ts';
import { isUp, type Result } from '../core/result.ts';
import type { ComponentSnapshot, Snapshot } from '../core/snapshot.ts';
import { prettyJson } from './json.ts';
import { plainText } from './localized.ts';
import type { Publisher } from './publisher.ts';

/** The last results and failures of every component with their evidence, for the operator's eyes only. */
export const debugPublisher: Publisher = {
  path: '/debug/components',
  title: 'Last results and failures',
  audience: 'operator',
  triggersProbes: false,
  render: snapshot => prettyJson(snapshotToJson(snapshot)),
};

function snapshotToJson({ at, components, references }: Snapshot): object {
  return {
    at: new Date(at).toISOString(),
    references,
    components: components.map(componentToJson),
  };
}

function componentToJson({ component, current, last, failures, counts }: ComponentSnapshot): object {
  return {
    server: component.server,
    component: component.name,
    title: plainText(component.title),
    type: component.type,
    target: component.target,
    interval_seconds: component.intervalMs / 1000,
    timeout_seconds: component.timeoutMs / 1000,
    // What /metrics says at this instant; absent where it says nothing.
    up: (current && isUp(current)) ?? undefined,
    probes: counts.probes,
    missed: counts.missed,
    internal_failures: counts.internal,
    last: optional(last),
    failures: failures.map(evidenceToJson),
  };
}

function optional(result: Result | null): object | undefined {
  return result === null ? undefined : evidenceToJson(result);
}

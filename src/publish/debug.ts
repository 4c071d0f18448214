import type { Finding } from '../core/diagnosis/finding.ts';
import { evidenceToJson } from '../core/evidence.ts';
import { isUp, type Result } from '../core/result.ts';
import type { ComponentSnapshot, Snapshot } from '../core/snapshot.ts';
import type { CurrentState } from '../core/state-keeper.ts';
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

function snapshotToJson(snapshot: Snapshot): object {
  const { at, components, references, history } = snapshot;
  return {
    at: new Date(at).toISOString(),
    references,
    history: {
      file: history.path,
      set_aside: history.setAside ?? undefined,
      write_errors: history.writeErrors,
      pending_transitions: history.pending,
      dropped_transitions: history.dropped,
    },
    diagnosis: Object.fromEntries(
      [...snapshot.findings()].map(([server, findings]) => [server, findings.map(findingToJson)]),
    ),
    components: components.map(componentToJson),
  };
}

function findingToJson({ publicSentence, evidence, ...finding }: Finding): object {
  return {
    ...finding,
    public_sentence: publicSentence,
    evidence: evidence.map(({ answeredBy, ...facts }) => ({ ...facts, answered_by: answeredBy })),
  };
}

function componentToJson({ component, current, last, state, failures, counts }: ComponentSnapshot): object {
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
    state: stateToJson(state),
    probes: counts.probes,
    missed: counts.missed,
    internal_failures: counts.internal,
    last: optional(last),
    failures: failures.map(evidenceToJson),
  };
}

function stateToJson(state: CurrentState | null): object | undefined {
  if (state === null) return undefined;
  const { confirmed, since, underMaintenance } = state;
  const shown = { shown: state.state, confirmed, since: new Date(since).toISOString() };
  return { ...shown, under_maintenance: underMaintenance };
}

function optional(result: Result | null): object | undefined {
  return result === null ? undefined : evidenceToJson(result);
}

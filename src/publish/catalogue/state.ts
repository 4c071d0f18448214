/** What is believed of a component, which takes more than one result: states, and announced work. */
import type { ComponentSnapshot } from '../../core/snapshot.ts';
import { states } from '../../core/state.ts';
import type { CurrentState } from '../../core/state-keeper.ts';
import type { Sample } from '../metric-family.ts';
import { type ComponentMetricHead, type MetricFamily, ofComponents } from './family.ts';

function ofState(
  head: Omit<ComponentMetricHead, 'type'>,
  read: (state: CurrentState) => readonly Omit<Sample, 'labels'>[],
): MetricFamily {
  return ofComponents({ ...head, type: 'gauge' }, ({ state }: ComponentSnapshot, labels) =>
    state === null ? [] : read(state).map(sample => ({ labels, ...sample })),
  );
}

export const stateFamilies: readonly MetricFamily[] = [
  ofState(
    {
      name: 'fedistatus_state',
      help: 'The confirmed state of the component: 1 for the one that it is in, 0 for the others.',
      extraLabels: ['state'],
    },
    ({ state }) =>
      states.map(each => ({ extra: { name: 'state', value: each }, value: each === state ? 1 : 0 })),
  ),
  ofState(
    {
      name: 'fedistatus_state_since_timestamp_seconds',
      help: 'Since when the component is in its state, in Unix time: of trouble, the first probe that failed.',
    },
    ({ since }) => [{ value: since / 1000 }],
  ),
  ofState(
    {
      name: 'fedistatus_maintenance',
      help: 'Whether the component is in an announced maintenance window.',
    },
    ({ underMaintenance }) => [{ value: underMaintenance ? 1 : 0 }],
  ),
];

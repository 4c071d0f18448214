/** What is believed of a component, which takes more than one result: states, and announced work. */
import type { ComponentSnapshot } from '../../core/snapshot.ts';
import { states } from '../../core/state.ts';
import type { CurrentState } from '../../core/state-keeper.ts';
import type { AddSample } from '../metric-family.ts';
import { type ComponentMetricHead, type MetricFamily, ofComponents } from './family.ts';

function ofState(
  head: Omit<ComponentMetricHead, 'type'>,
  tell: (state: CurrentState, add: AddSample) => void,
): MetricFamily {
  return ofComponents({ ...head, type: 'gauge' }, ({ state }: ComponentSnapshot, add) => {
    if (state !== null) tell(state, add);
  });
}

const stateLabels = states.map(state => ({ each: state, extra: { name: 'state', value: state } }));

export const stateFamilies: readonly MetricFamily[] = [
  ofState(
    {
      name: 'fedistatus_state',
      help: 'The confirmed state of the component: 1 for the one that it is in, 0 for the others.',
      extraLabels: ['state'],
    },
    ({ state }, add) => {
      for (const { each, extra } of stateLabels) add(each === state ? 1 : 0, extra);
    },
  ),
  ofState(
    {
      name: 'fedistatus_state_since_timestamp_seconds',
      help: 'Since when the component is in its state, in Unix time: of trouble, the first probe that failed.',
    },
    ({ since }, add) => add(since / 1000),
  ),
  ofState(
    {
      name: 'fedistatus_maintenance',
      help: 'Whether the component is in an announced maintenance window.',
    },
    ({ underMaintenance }, add) => add(underMaintenance ? 1 : 0),
  ),
];

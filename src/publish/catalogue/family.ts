import type { Component } from '../../core/component.ts';
import type { ComponentSnapshot, Snapshot } from '../../core/snapshot.ts';
import type { CollectedFamily, Labels, MetricHead, Sample } from '../metric-family.ts';

/** A metric and where its values are read. */
export interface Family<Source> extends MetricHead {
  readonly collect: (source: Source) => Iterable<Sample>;
}

/** A metric of the snapshot. */
export type MetricFamily = Family<Snapshot>;

/** Components with what their last run said, in a snapshot or by itself. */
export interface Runs {
  readonly components: readonly Pick<ComponentSnapshot, 'component' | 'current'>[];
}

/** The values of each metric. */
export function* collectFamilies<Source>(
  families: Iterable<Family<Source>>,
  source: Source,
): Iterable<CollectedFamily> {
  for (const { collect, ...head } of families) yield { ...head, samples: collect(source) };
}

/** What a metric has besides its name: the labels `server` and `component` are understood. */
export interface ComponentMetricHead extends Omit<MetricHead, 'labels'> {
  readonly extraLabels?: readonly string[];
}

/** A metric with one series for each component, or one for each value of the extra labels. */
export function ofComponents<Entry extends { readonly component: Component }>(
  { extraLabels = [], ...head }: ComponentMetricHead,
  samplesOf: (entry: Entry, labels: Labels) => Iterable<Sample>,
): Family<{ readonly components: readonly Entry[] }> {
  return {
    ...head,
    labels: ['server', 'component', ...extraLabels],
    *collect({ components }) {
      for (const entry of components) yield* samplesOf(entry, labelsOf(entry.component));
    },
  };
}

/** The labels of a component: the same object for the same definition. */
const labelsOf = oncePerComponent(({ server, name }) => ({ server, component: name }));

/** The same function, but giving the same object for the same component. */
export function oncePerComponent(make: (component: Component) => Labels): (component: Component) => Labels {
  const made = new WeakMap<Component, Labels>();
  return component => {
    const known = made.get(component);
    if (known !== undefined) return known;
    const labels = make(component);
    made.set(component, labels);
    return labels;
  };
}

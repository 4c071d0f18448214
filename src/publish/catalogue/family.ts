import type { Component } from '../../core/component.ts';
import type { ComponentSnapshot, Snapshot } from '../../core/snapshot.ts';
import type { AddSample, Basis, CollectedFamily, Labels, MetricHead, Values } from '../metric-family.ts';

/** A metric and where its values are read. */
export interface Family<Source> extends MetricHead {
  readonly collect: (source: Source) => Values;
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
  for (const { collect, ...head } of families) yield { ...head, ...collect(source) };
}

/** What a metric has besides its name: the labels `server` and `component` are understood. */
export interface ComponentMetricHead extends Omit<MetricHead, 'labels'> {
  readonly extraLabels?: readonly string[];
}

/**
 * A metric with one series for each component, or one for each value of the extra labels. `followsFrom`: what its samples
 * depend on, where that changes more rarely than there are readers.
 */
export function ofComponents<Entry extends { readonly component: Component }>(
  { extraLabels = [], ...head }: ComponentMetricHead,
  give: (entry: Entry, labels: Labels, add: AddSample) => void,
  followsFrom?: (entry: Entry) => unknown,
): Family<{ readonly components: readonly Entry[] }> {
  return {
    ...head,
    labels: ['server', 'component', ...extraLabels],
    collect: ({ components }) =>
      ofEach(components, {
        give: (entry, add) => give(entry, labelsOf(entry.component), add),
        ...(followsFrom && {
          basisOf: entry => ({ owner: entry.component, value: followsFrom(entry) }),
        }),
      }),
  };
}

interface OfEach<Thing> {
  readonly give: (thing: Thing, add: AddSample) => void;
  readonly basisOf?: (thing: Thing) => Basis;
}

/** The values of each of some things. */
export function ofEach<Thing>(things: readonly Thing[], { give, basisOf }: OfEach<Thing>): Values {
  const at = (index: number): Thing => {
    const thing = things[index];
    if (thing === undefined) throw new RangeError(`no thing ${index} among ${things.length}`);
    return thing;
  };
  return {
    size: things.length,
    give: (index, add) => give(at(index), add),
    ...(basisOf && { basisOf: index => basisOf(at(index)) }),
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

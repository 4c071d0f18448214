import type { Component } from '../../core/component.ts';
import type { ComponentSnapshot, Snapshot } from '../../core/snapshot.ts';
import type { AddSample, CollectedFamily, ExtraLabel, Labels, MetricHead, Values } from '../metric-family.ts';

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

/** A metric with one series for each component, or one for each value of the extra labels. */
export function ofComponents<Entry extends Labelled>(
  { extraLabels = [], ...head }: ComponentMetricHead,
  give: (entry: Entry, add: AddSample) => void,
): Family<{ readonly components: readonly Entry[] }> {
  return {
    ...head,
    labels: ['server', 'component', ...extraLabels],
    collect: ({ components }) => ofEach(components, labelsOf(components), give),
  };
}

/** The values of each of some things, with the labels of each. */
export function ofEach<Thing>(
  entries: readonly Thing[],
  things: readonly Labels[],
  give: (thing: Thing, add: AddSample) => void,
): Values {
  return {
    things,
    give(index, add) {
      const entry = entries[index];
      if (entry === undefined) throw new RangeError(`no thing ${index} among ${entries.length}`);
      give(entry, add);
    },
  };
}

/** Values that say nothing: the labels are what is told. */
export function alwaysOne(things: readonly Labels[]): Values {
  return { things, give: (_index, add) => add(1) };
}

interface Labelled {
  readonly component: Component;
}

const knownLabels = new WeakMap<readonly Labelled[], readonly Labels[]>();

/** The labels of the components of a snapshot: the same list for each metric of it. */
function labelsOf(entries: readonly Labelled[]): readonly Labels[] {
  let labels = knownLabels.get(entries);
  if (labels === undefined) {
    labels = entries.map(({ component: { server, name } }) => ({ server, component: name }));
    knownLabels.set(entries, labels);
  }
  return labels;
}

/** Makes a label of a value, of a closed set: the same object for the same value. */
export function extraLabel(name: string): (value: string) => ExtraLabel {
  const made = new Map<string, ExtraLabel>();
  return value => {
    let label = made.get(value);
    if (label === undefined) made.set(value, (label = { name, value }));
    return label;
  };
}

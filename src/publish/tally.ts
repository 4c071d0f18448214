import { ofEach } from './catalogue/family.ts';
import type { AddSample, Labels, Values } from './metric-family.ts';

/** What was counted so far, under each combination of labels that was seen. */
export class Tally<Count> {
  readonly #none: Count;
  readonly #give: (count: Count, add: AddSample) => void;
  readonly #entries = new Map<string, { readonly labels: Labels; count: Count }>();

  /** `none`: where a count begins. */
  constructor(none: Count, give: (count: Count, add: AddSample) => void) {
    this.#none = none;
    this.#give = give;
  }

  /** `labels`: always the same names, in the same order. */
  update(labels: Labels, change: (count: Count) => Count): void {
    const key = JSON.stringify(Object.values(labels));
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { labels, count: change(this.#none) });
    else entry.count = change(entry.count);
  }

  /** As of now, whatever is counted later. */
  values(): Values {
    const entries = [...this.#entries.values()];
    return ofEach(
      entries.map(({ count }) => count),
      entries.map(({ labels }) => labels),
      this.#give,
    );
  }
}

/** What can be in a chain, in one at a time. Only the chain writes these. */
export interface Linked<Item> {
  chain: object | null;
  previous: Item | null;
  next: Item | null;
}

/**
 * What is in a set, in the order in which it came. Unlike a `Set`, whose tables grow and shrink with what comes and goes,
 * it needs no memory but that of its items: what is in it changes several times for each run.
 */
export class Chain<Item extends Linked<Item>> {
  #first: Item | null = null;
  #last: Item | null = null;

  /** The one that has been in it for the longest; null: it is empty. */
  get first(): Item | null {
    return this.#first;
  }

  add(item: Item): void {
    if (item.chain === this) return;
    item.chain = this;
    item.previous = this.#last;
    if (this.#last === null) this.#first = item;
    else this.#last.next = item;
    this.#last = item;
  }

  delete(item: Item): void {
    if (item.chain !== this) return;
    const { previous, next } = item;
    if (previous === null) this.#first = next;
    else previous.next = next;
    if (next === null) this.#last = previous;
    else next.previous = previous;
    item.chain = null;
    item.previous = null;
    item.next = null;
  }
}

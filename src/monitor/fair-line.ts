import { Chain, type Linked } from './chain.ts';

/** One that waits in its group. */
interface Place<Entry> extends Linked<Place<Entry>> {
  readonly entry: Entry;
}

/** Those who take turns with the other groups. */
export interface Group<Entry> extends Linked<Group<Entry>> {
  readonly waiting: Chain<Place<Entry>>;
  running: number;
}

/**
 * Who is next: of the groups with an entry that waits, the one with the fewest that run; groups that are level take
 * turns, and within a group the first comes first. Each step takes the same time, however many groups and entries wait.
 */
export class FairLine<Entry> {
  readonly #groups = new Map<string, Group<Entry>>();
  /** Groups with an entry that waits, by how many of theirs run. A group with all that it may have is in none. */
  readonly #levels: readonly Chain<Group<Entry>>[];
  #length = 0;

  constructor(runningPerGroup: number) {
    this.#levels = Array.from({ length: runningPerGroup }, () => new Chain<Group<Entry>>());
  }

  /** Entries that wait. */
  get length(): number {
    return this.#length;
  }

  /** The group of a name: the same one until {@link keep} forgets it. */
  group(name: string): Group<Entry> {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const group: Group<Entry> = { waiting: new Chain(), running: 0, chain: null, previous: null, next: null };
    this.#groups.set(name, group);
    return group;
  }

  /** Forgets every group but those of some names. What waits and runs in one that is forgotten still has its turn. */
  keep(names: Iterable<string>): void {
    const kept = new Set(names);
    for (const name of this.#groups.keys()) if (!kept.has(name)) this.#groups.delete(name);
  }

  join(group: Group<Entry>, entry: Entry): void {
    group.waiting.add({ entry, chain: null, previous: null, next: null });
    this.#length += 1;
    this.#levels[group.running]?.add(group);
  }

  /** Takes out the entry whose turn it is; it runs from now on, until {@link release}. undefined: there is none. */
  take(): Entry | undefined {
    for (const { first: group } of this.#levels) {
      const place = group?.waiting.first;
      if (group && place) return this.#takeOut(group, place);
    }
    return undefined;
  }

  /** An entry of a group does not run any more. */
  release(group: Group<Entry>): void {
    this.#move(group, group.running - 1);
  }

  #takeOut(group: Group<Entry>, place: Place<Entry>): Entry {
    group.waiting.delete(place);
    this.#length -= 1;
    this.#move(group, group.running + 1);
    return place.entry;
  }

  #move(group: Group<Entry>, running: number): void {
    this.#levels[group.running]?.delete(group);
    group.running = running;
    if (group.waiting.first !== null) this.#levels[running]?.add(group);
  }
}

interface Group<Entry> {
  readonly name: string;
  readonly waiting: Set<Entry>;
  running: number;
}

/**
 * Who is next: of the groups with an entry that waits, the one with the fewest that run; groups that are level take
 * turns, and within a group the first comes first. Each step takes the same time, however many groups and entries wait.
 */
export class FairLine<Entry> {
  readonly #groups = new Map<string, Group<Entry>>();
  /** Groups with an entry that waits, by how many of theirs run. A group with all that it may have is in none. */
  readonly #levels: readonly Set<Group<Entry>>[];
  #length = 0;

  constructor(runningPerGroup: number) {
    this.#levels = Array.from({ length: runningPerGroup }, () => new Set<Group<Entry>>());
  }

  /** Entries that wait. */
  get length(): number {
    return this.#length;
  }

  join(name: string, entry: Entry): void {
    const group = this.#group(name);
    group.waiting.add(entry);
    this.#length += 1;
    this.#levels[group.running]?.add(group);
  }

  /** Takes out the entry whose turn it is; it runs from now on, until {@link release}. undefined: there is none. */
  take(): Entry | undefined {
    for (const level of this.#levels) {
      for (const group of level) {
        for (const entry of group.waiting) return this.#takeOut(group, entry);
      }
    }
    return undefined;
  }

  /** An entry that waits does so no longer. */
  leave(name: string, entry: Entry): void {
    const group = this.#groups.get(name);
    if (group === undefined || !group.waiting.delete(entry)) return;
    this.#length -= 1;
    if (group.waiting.size === 0) this.#levels[group.running]?.delete(group);
    this.#forgetIfIdle(group);
  }

  /** An entry of a group does not run any more. */
  release(name: string): void {
    const group = this.#groups.get(name);
    if (group !== undefined) this.#move(group, group.running - 1);
  }

  #takeOut(group: Group<Entry>, entry: Entry): Entry {
    group.waiting.delete(entry);
    this.#length -= 1;
    this.#move(group, group.running + 1);
    return entry;
  }

  #move(group: Group<Entry>, running: number): void {
    this.#levels[group.running]?.delete(group);
    group.running = running;
    if (group.waiting.size > 0) this.#levels[running]?.add(group);
    this.#forgetIfIdle(group);
  }

  #group(name: string): Group<Entry> {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const group: Group<Entry> = { name, waiting: new Set(), running: 0 };
    this.#groups.set(name, group);
    return group;
  }

  #forgetIfIdle({ name, running, waiting }: Group<Entry>): void {
    if (running === 0 && waiting.size === 0) this.#groups.delete(name);
  }
}

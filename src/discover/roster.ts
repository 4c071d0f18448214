/** The servers of a daemon that has no configuration file: discovered at its start, and again every day. */
import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../core/log.ts';
import { genericPreset } from '../preset/preset.ts';
import type { Discovery, DiscoveryOutcome } from './discovery.ts';
import type { ServerEntry } from './entry.ts';
import { mergeEntry } from './merge.ts';
import type { Memory } from './remembered.ts';
import { writeServers } from './write.ts';

export interface RosterDeps {
  /** null: called off. */
  readonly discover: (domain: string) => Promise<DiscoveryOutcome | null>;
  readonly memory: Memory;
  readonly log: Log;
}

/** What is known of each server, and how to know more. */
export class Roster {
  readonly #deps: RosterDeps;
  readonly #domains: readonly string[];
  readonly #entries = new Map<string, ServerEntry>();
  /** Those that have answered since the start. */
  readonly #discoveries = new Map<string, Discovery>();

  #wasAsked = false;

  /** `domains`: as typed by the sysop, in their one form, each once. */
  constructor(deps: RosterDeps, domains: readonly string[]) {
    this.#deps = deps;
    this.#domains = domains;
  }

  /** Takes in what was known when the program ran last. */
  async recall(): Promise<void> {
    const remembered = await this.#deps.memory.load();
    for (const domain of this.#domains) {
      const entry = remembered.get(domain);
      if (entry !== undefined) this.#entries.set(domain, entry);
    }
  }

  /** Whether something is known of every server, if only from before. */
  get isComplete(): boolean {
    return this.#domains.every(domain => this.#entries.has(domain));
  }

  /** Whether the servers were asked since the start. */
  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  /** Whether every server has answered since the start. */
  get isSettled(): boolean {
    return this.#domains.every(domain => this.#discoveries.has(domain));
  }

  /** Every server as it was discovered last; null while one of them never was. */
  get discoveries(): readonly Discovery[] | null {
    if (!this.isSettled) return null;
    const found = this.#domains.flatMap(domain => this.#discoveries.get(domain) ?? []);
    return onePerServer(found, ({ entry }) => entry);
  }

  /** The configuration. A server that has never answered is watched as any server can be. */
  text(): string {
    const entries = this.#domains.map(domain => this.#known(domain) ?? unknownServer(domain));
    return writeServers(onePerServer(entries, entry => entry));
  }

  /** What is known of a server, if only because another of its names was typed, too. */
  #known(domain: string): ServerEntry | undefined {
    return this.#entries.get(domain) ?? this.#entries.values().find(entry => entry.domain === domain);
  }

  /** Forgets what was known of every server: it is no configuration that can be used. */
  forget(): void {
    this.#entries.clear();
  }

  /** Asks every server what it is, and keeps what is known of those that do not tell. */
  async refresh(): Promise<void> {
    this.#wasAsked = true;
    const before = new Map(this.#entries);
    await Promise.all(this.#domains.map(domain => this.#ask(domain)));
    if (isDeepStrictEqual(before, this.#entries)) return;
    try {
      await this.#deps.memory.save(this.#entries);
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'what was discovered cannot be kept for the next start');
    }
  }

  async #ask(domain: string): Promise<void> {
    const { discover, log } = this.#deps;
    try {
      const outcome = await discover(domain);
      if (outcome !== null) this.#take(domain, outcome);
    } catch (error) {
      // A bug of ours, on whatever a stranger sent, must not end the watch.
      log.error({ server: domain, err: error }, 'discovery itself failed');
    }
  }

  #take(domain: string, outcome: DiscoveryOutcome): void {
    const { log } = this.#deps;
    const former = this.#entries.get(domain);
    if (outcome.kind === 'nothing') {
      const { message, advice } = outcome;
      const watched = former === undefined ? 'what any server has' : 'what was discovered before';
      log.warn({ server: domain, reason: message, advice, watched }, 'a server could not be discovered');
      return;
    }
    const entry = former === undefined ? outcome.entry : mergeEntry(former, outcome);
    this.#discoveries.set(domain, { ...outcome, entry });
    this.#entries.set(domain, entry);
    if (!isDeepStrictEqual(former, entry)) this.#tell(domain, outcome);
  }

  /** News alone: what was found on a server whose settings are new or have changed. */
  #tell(domain: string, { facts, notes, requests }: Discovery): void {
    const { log } = this.#deps;
    const found = Object.fromEntries(facts.map(({ name, value, from }) => [name, `${value} (${from})`]));
    log.info({ server: domain, found, requests }, 'a server was discovered');
    for (const { kind, about, message, advice } of notes) {
      const fields = { server: domain, about, message, advice };
      if (kind === 'hint') log.info(fields, 'discovery has a hint');
      else
        log.warn(fields, kind === 'trouble' ? 'discovery met trouble' : 'discovery did not find everything');
    }
  }
}

/** Handles and pages may have names of their own: who types both means one server, which is watched once. */
function onePerServer<T>(items: readonly T[], entryOf: (item: T) => ServerEntry): readonly T[] {
  const domains = items.map(item => entryOf(item).domain);
  return items.filter((item, index) => domains.indexOf(entryOf(item).domain) === index);
}

function unknownServer(domain: string): ServerEntry {
  return {
    domain,
    webOrigin: null,
    preset: genericPreset,
    title: null,
    account: null,
    storage: null,
    streamingOrigin: null,
    optional: [],
    absent: [],
  };
}

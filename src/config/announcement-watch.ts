import type { Announcement } from '../core/announcement.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import {
  type AnnouncementReader,
  type AnnouncementsRead,
  announcementReader,
  unplacedIn,
} from './announcements.ts';
import type { Config } from './config.ts';

/** The folder is looked at no more often, however many ask. */
const checkEveryMs = 3000;

/** Where announcements are, and which servers they may be of. */
export type AnnouncementSettings = Pick<Config, 'announcements' | 'servers' | 'shard'>;

export interface AnnouncementWatchDeps {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
}

const nothing: AnnouncementsRead = { announcements: [], problems: [] };

/**
 * The announcements in a folder, read again when a file has changed: a sysop in trouble has no time for reloads. A file
 * that is wrong is logged once and left out; of one that shows nowhere, that is said.
 */
export class AnnouncementWatch {
  readonly #deps: AnnouncementWatchDeps;
  #settings: AnnouncementSettings = { announcements: null, servers: [], shard: null };
  #reader: AnnouncementReader | null = null;
  #known: AnnouncementsRead = nothing;
  #checkedAt = -Infinity;

  constructor(deps: AnnouncementWatchDeps, settings: AnnouncementSettings) {
    this.#deps = deps;
    this.follow(settings);
  }

  /** Looks at another folder from now on, or for other servers. */
  follow(settings: AnnouncementSettings): void {
    const { announcements: directory } = settings;
    const isSame = directory === this.#settings.announcements;
    this.#settings = settings;
    if (isSame) return;
    this.#reader = directory === null ? null : announcementReader(directory);
    this.#known = nothing;
    this.#checkedAt = -Infinity;
  }

  /** What is announced now. The same object for as long as nothing changes. */
  current(): readonly Announcement[] {
    const now = this.#deps.clock.monotonic();
    if (this.#reader === null || now - this.#checkedAt < checkEveryMs) return this.#known.announcements;
    this.#checkedAt = now;
    const read = this.#reader.read();
    if (read !== this.#known) this.#tell(read);
    this.#known = read;
    return read.announcements;
  }

  #tell({ announcements, problems }: AnnouncementsRead): void {
    const { log } = this.#deps;
    const directory = this.#settings.announcements;
    if (announcements.length + this.#known.announcements.length > 0) {
      log.info({ directory, announcements: announcements.length }, 'announcements read');
    }
    for (const problem of problems) log.warn({ directory, ...problem }, 'announcement left out');
    for (const { id, server } of unplacedIn(announcements, this.#settings)) {
      log.warn({ directory, announcement: id, server }, 'announcement of a server that is not watched');
    }
  }
}

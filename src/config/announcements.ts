import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Announcement } from '../core/announcement.ts';
import { errorCode } from '../core/error-code.ts';
import { type AnnouncementProblem, type AnnouncementResult, parseAnnouncement } from './announcement-file.ts';
import type { Config } from './config.ts';

/** More is no announcement. */
const largestBytes = 256 * 1024;

export interface AnnouncementsRead {
  readonly announcements: readonly Announcement[];
  /** Files that could not be read. The others count all the same. */
  readonly problems: readonly AnnouncementProblem[];
}

/** A directory of announcements. */
export interface AnnouncementReader {
  /**
   * What is in the directory now. Looks at each file's time and size, and reads only what changed. The same object as
   * before while nothing did, so that a caller can tell news (and new problems, for the log) by comparing.
   */
  read(): AnnouncementsRead;
}

interface Known {
  readonly stamp: string;
  readonly result: AnnouncementResult;
}

/** Reads the Markdown files of a directory, `README.md` and hidden ones excepted. Never throws. */
export function announcementReader(directory: string): AnnouncementReader {
  let known: ReadonlyMap<string, Known> = new Map();
  let last: AnnouncementsRead = { announcements: [], problems: [] };
  return {
    read: () => {
      const names = namesIn(directory);
      if (typeof names === 'string') {
        known = new Map();
        if (last.problems[0]?.message !== names) {
          last = { announcements: [], problems: [{ file: directory, line: 1, column: 1, message: names }] };
        }
        return last;
      }
      const now = new Map(names.map(name => [name, readChanged(directory, name, known.get(name))]));
      if (isSame(known, now) && (now.size > 0 || last.problems.length === 0)) return last;
      known = now;
      last = collect([...now.values()].map(({ result }) => result));
      return last;
    },
  };
}

/**
 * Announcements of servers that are not watched, which show nowhere. Where several exporters share a list, none: the
 * server may be that of another.
 */
export function unplacedIn(
  announcements: readonly Announcement[],
  { servers, shard }: Pick<Config, 'servers' | 'shard'>,
): readonly Announcement[] {
  if (shard !== null) return [];
  const domains = new Set(servers.map(({ domain }) => domain));
  return announcements.filter(({ server }) => server !== null && !domains.has(server));
}

function namesIn(directory: string): readonly string[] | string {
  try {
    return readdirSync(directory)
      .filter(name => /^[^.].*\.md$/.test(name) && name !== 'README.md')
      .toSorted();
  } catch (error) {
    return `the directory of announcements cannot be read: ${errorCode(error) ?? String(error)}`;
  }
}

function readChanged(directory: string, name: string, known: Known | undefined): Known {
  try {
    const stat = statSync(join(directory, name));
    const { mtimeMs, size, ino } = stat;
    const stamp = [mtimeMs, size, ino].join(' ');
    if (known?.stamp === stamp) return known;
    // Reading a pipe would wait for ever.
    if (!stat.isFile()) return { stamp, result: refused(name, 'not a file') };
    if (size > largestBytes) return { stamp, result: refused(name, 'larger than 256 KiB') };
    return { stamp, result: parseAnnouncement(name, readFileSync(join(directory, name), 'utf8')) };
  } catch (error) {
    const message = errorCode(error) ?? String(error);
    return known?.stamp === message
      ? known
      : { stamp: message, result: refused(name, `cannot be read: ${message}`) };
  }
}

function refused(file: string, message: string): AnnouncementResult {
  return { ok: false, problems: [{ file, line: 1, column: 1, message }] };
}

function isSame(before: ReadonlyMap<string, Known>, now: ReadonlyMap<string, Known>): boolean {
  return before.size === now.size && [...now].every(([name, { stamp }]) => before.get(name)?.stamp === stamp);
}

function collect(results: readonly AnnouncementResult[]): AnnouncementsRead {
  return {
    announcements: results.flatMap(result => (result.ok ? [result.announcement] : [])),
    problems: results.flatMap(result => (result.ok ? [] : result.problems)),
  };
}

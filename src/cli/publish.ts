import { readConfig } from '../app/config-source.ts';
import { keeperSettings } from '../app/settings.ts';
import { announcementReader } from '../config/announcements.ts';
import type { Config } from '../config/config.ts';
import type { Announcement } from '../core/announcement.ts';
import type { HistoryRecord } from '../core/history-record.ts';
import { statusOf } from '../history/keeper.ts';
import { readHistoryFile } from '../history/sqlite/open.ts';
import { publishTo } from '../publish/static.ts';
import { staleAfterMs } from '../publish/static-loop.ts';
import type { PublicSource } from '../publish/status/view/public-source.ts';
import { abortedByStop, type Command, exitCodes, type Io, UsageError } from './command.ts';
import { configOption, defaultConfigFile } from './config-option.ts';

/** How often a page is expected to be published when the configuration does not say. */
const usualEveryMs = 5 * 60_000;

/** Reads what the daemon has recorded, which may be running, and probes nothing. */
export const publish: Command = {
  name: 'publish',
  summary: 'Write the status page, its JSON, feed and badges as plain files, from the history',
  options: {
    ...configOption,
    out: {
      type: 'string',
      value: 'DIR',
      help: "The folder for the files (default the configuration's `publish.directory`)",
    },
  },
  async run(args, io) {
    const read = await readConfig(args.text('config.file') ?? defaultConfigFile, io.env);
    if (!read.ok) {
      io.stderr.write(`${read.message}\n`);
      return exitCodes.usage;
    }
    const { config } = read;
    const directory = args.text('out') ?? config.publish?.directory;
    if (directory === undefined) throw new UsageError('name a folder: --out DIR');
    try {
      const options = {
        staleAfterMs: staleAfterMs(config.publish ?? { everyMs: usualEveryMs }),
        signal: abortedByStop(io),
      };
      const done = await publishTo(directory, sourceOf(config, io), options);
      io.stdout.write(
        `${directory}: ${done.written} written, ${done.unchanged} unchanged, ${done.removed} removed\n`,
      );
      return exitCodes.ok;
    } catch (error) {
      io.stderr.write(`fedistatus: ${error instanceof Error ? error.message : String(error)}\n`);
      return exitCodes.failed;
    }
  },
};

function sourceOf(config: Config, io: Io): PublicSource {
  const record = readRecord(config, io);
  const announcements = readAnnouncements(config, io);
  const now = Date.now();
  const settings = keeperSettings(config);
  const status = statusOf({ now, settings, record, announcements });
  return {
    at: now,
    servers: config.servers,
    components: config.components.map(({ component }) => ({ component, current: null })),
    page: config.page,
    status: () => status,
    // The results that a cause is read off are known to the daemon alone.
    findings: () => new Map(),
  };
}

function readRecord({ history }: Config, io: Io): HistoryRecord {
  if (history.path === null) {
    throw new Error('history: memory is known to the daemon alone; let it publish with the key `publish`');
  }
  const record = readHistoryFile(history.path);
  if (record === null) io.stderr.write(`there is no history yet: ${history.path}\n`);
  return record ?? { transitions: [], stretches: [] };
}

function readAnnouncements({ announcements: directory }: Config, io: Io): readonly Announcement[] {
  if (directory === null) return [];
  const { announcements, problems } = announcementReader(directory).read();
  for (const { file, line, column, message } of problems) {
    io.stderr.write(`${file}:${line}:${column}: ${message}\n`);
  }
  return announcements;
}

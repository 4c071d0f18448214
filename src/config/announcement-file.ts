import { z } from 'zod';
import type { Announcement } from '../core/announcement.ts';
import type { LocalizedText } from '../core/component.ts';
import { type IncidentUpdate, incidentStatuses } from '../core/incident.ts';
import { formatPath, type Position } from './errors.ts';
import { checkValue } from './explain.ts';
import { instant, parseInstant } from './instant.ts';
import { domainName, localizedText } from './key-kinds.ts';
import { readYaml } from './yaml-source.ts';

/** What is wrong with an announcement, for the person who wrote it. */
export interface AnnouncementProblem extends Position {
  readonly file: string;
  readonly message: string;
}

export type AnnouncementResult =
  | { readonly ok: true; readonly announcement: Announcement }
  | { readonly ok: false; readonly problems: readonly AnnouncementProblem[] };

interface FrontMatter {
  readonly title: LocalizedText;
  readonly incident?: string | undefined;
  readonly server?: string | undefined;
  readonly components?: readonly string[] | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

const frontMatter: z.ZodType<FrontMatter> = z.strictObject({
  title: localizedText,
  incident: z.string().min(1).optional(),
  server: domainName.optional(),
  components: z.array(z.string().min(1)).min(1).optional(),
  from: instant.optional(),
  until: instant.optional(),
});

/**
 * Reads a sysop's words: a block of YAML between two lines of `---`, then Markdown. Each heading of the second level
 * that begins with a time begins an update: `## 2026-11-22T03:10:00Z identified`.
 *
 * @param file The name of the file, whose stem is the identity of the announcement.
 */
export function parseAnnouncement(file: string, text: string): AnnouncementResult {
  const failed = (message: string, line = 1, column = 1): AnnouncementResult => ({
    ok: false,
    problems: [{ file, line, column, message }],
  });
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end === -1)
    return failed('begin with a line of ---, then the title and so on, then a line of ---');
  // The empty line stands for the first, so that positions are those of the file.
  const yaml = readYaml(['', ...lines.slice(1, end)].join('\n'));
  if (!yaml.ok)
    return {
      ok: false,
      problems: yaml.issues.map(({ line, column, message }) => ({ file, line, column, message })),
    };
  const { source } = yaml;
  const head = checkValue(frontMatter, source.value, []);
  if (!head.ok) {
    const problems = head.mistakes.map(({ path, message, target }) => {
      const name = formatPath(path);
      return {
        file,
        ...source.positionOf(path, target),
        message: name === '' ? message : `${name}: ${message}`,
      };
    });
    return { ok: false, problems };
  }
  const body = readBody(lines.slice(end + 1));
  if (body.wrongLine !== null) return failed(headingMessage, end + 2 + body.wrongLine);
  const from = head.data.from ?? body.updates[0]?.at;
  if (from === undefined) return failed('from: is missing, and there is no update to take it from');
  const { title, incident = null, server = null, components = null, until = null } = head.data;
  if (until !== null && until <= from) return failed('until: must be later than from');
  const updates = body.updates.toSorted((a, b) => b.at - a.at);
  const id = file.replace(/\.md$/, '');
  return {
    ok: true,
    announcement: { id, title, incident, server, components, from, until, body: body.lead, updates },
  };
}

const headingMessage = `write an update as ## 2026-11-22T03:10:00Z ${incidentStatuses.join('|')} (or no word)`;

interface Body {
  readonly lead: string;
  readonly updates: readonly IncidentUpdate[];
  /** A heading that looks like an update and is none, counted from 0; null: there is none. */
  readonly wrongLine: number | null;
}

function readBody(lines: readonly string[]): Body {
  const starts: { readonly line: number; readonly at: number; readonly status: IncidentUpdate['status'] }[] =
    [];
  for (const [line, text] of lines.entries()) {
    const heading = /^## +(\d{4}-\S+)(?: +(\S+))? *$/.exec(text);
    if (heading === null) continue;
    const at = parseInstant(heading[1] ?? '');
    const word = heading[2];
    const status = word === undefined ? null : incidentStatuses.find(known => known === word);
    if (at === null || status === undefined) return { lead: '', updates: [], wrongLine: line };
    starts.push({ line, at, status });
  }
  const textOf = (from: number, until: number | undefined): string =>
    lines.slice(from, until).join('\n').trim();
  return {
    lead: textOf(0, starts[0]?.line),
    updates: starts.map(({ line, at, status }, index) => ({
      at,
      status,
      body: textOf(line + 1, starts[index + 1]?.line),
    })),
    wrongLine: null,
  };
}

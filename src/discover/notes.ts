import { configurationUrl } from '../core/project.ts';
import { isUp } from '../core/result.ts';
import { describeFailure } from './absence.ts';
import { describeReply } from './asker.ts';
import type { Note, ProbedComponent } from './discovery.ts';
import type { ServerEntry } from './entry.ts';
import type { Findings } from './findings.ts';
import { instancePaths } from './instance.ts';
import { note } from './notes/note.ts';
import { statusPageNotes } from './notes/status-page.ts';
import { noCheckFile } from './notes/storage.ts';
import { shown } from './shown.ts';
import type { Failures } from './survey.ts';

export interface NoteFrame {
  readonly entry: ServerEntry;
  readonly probed: readonly ProbedComponent[];
  /** Where our own status page is; null: not told. */
  readonly pageUrl: string | null;
}

/** What the sysop should know besides what was found: the most pressing first. */
export function notesOf(findings: Findings, frame: NoteFrame): readonly Note[] {
  return [
    ...troubles(findings, frame),
    ...missing(findings, frame),
    ...layout(findings, frame),
    ...statusPageNotes(findings.survey.instance?.statusLink, frame.pageUrl),
  ];
}

function troubles({ survey, streaming }: Findings, { entry, probed }: NoteFrame): readonly Note[] {
  const absent = new Set(entry.absent.map(({ name }) => name));
  const down = probed.filter(({ result }) => isUp(result) !== true && !absent.has(result.component));
  return [
    ...down.map(({ result, target }) =>
      note(
        'trouble',
        result.component,
        `is ${isUp(result) === false ? 'DOWN' : 'unknown'}: ${describeFailure(result)} (${shown(target)})`,
        [
          'It is written all the same: a server of this kind has it, so it is broken at the moment or out of reach.',
        ],
      ),
    ),
    ...survey.contradictions.map(message => note('trouble', 'domain', message)),
    ...streaming.refused.map(message => note('trouble', 'streaming', `not used: ${message}`)),
  ];
}

function missing({ survey, media }: Findings, { entry }: NoteFrame): readonly Note[] {
  return [
    ...(survey.software === null ? [unknownSoftware(survey.failures)] : []),
    ...(survey.software !== null && survey.chosen.isGeneric ? [noPreset(survey.software.name, entry)] : []),
    ...closedApi(survey.failures, survey.instance === null),
    ...(survey.account.found === null ? [noAccount(survey.account.refused, survey.instance !== null)] : []),
    ...noCheckFile(media),
    ...entry.absent.map(({ name, reason }) =>
      note('missing', name, `left out, since this server does not seem to have it: ${reason}`, [
        `Take the line \`${name}: null\` away to watch it all the same.`,
      ]),
    ),
  ];
}

function unknownSoftware(failures: Failures): Note {
  const nodeinfo = failures.get('nodeinfo');
  const why = nodeinfo === undefined ? 'it names none' : describeReply(nodeinfo);
  return note('missing', 'preset', `which software it is could not be found out: nodeinfo: ${why}`, [
    `Set \`preset\` if you know better; ${configurationUrl} lists them.`,
  ]);
}

function noPreset(software: string, { optional }: ServerEntry): Note {
  const more = optional.includes('api') ? ', and the API that apps use' : '';
  return note(
    'hint',
    'preset',
    `there is no preset for ${software}: the generic one watches what all servers have${more}`,
  );
}

/** A server for members only answers 401 or 403; that is a way to be up. */
function closedApi(failures: Failures, isUnread: boolean): readonly Note[] {
  const closed = instancePaths.find(path => {
    const reply = failures.get(path);
    return reply?.kind === 'answer' && (reply.status === 401 || reply.status === 403);
  });
  if (!isUnread || closed === undefined) return [];
  return [
    note('hint', 'api', `${closed} is closed to strangers (limited federation): such answers count as up`, [
      'It would have told account, streaming host and object storage: set those that were not found.',
    ]),
  ];
}

function noAccount(refused: readonly string[], isApiRead: boolean): Note {
  const message =
    refused.length === 0
      ? `${isApiRead ? 'no contact account is set' : 'nothing names one'}, so no profile is watched`
      : `no account that webfinger knows: ${refused.join('; ')}`;
  return note('missing', 'account', message, [
    'Set `account` to the name of one that always exists, such as your own;',
    'on Mastodon also as Administration → Server settings → Branding → Contact username, where visitors see it.',
  ]);
}

function layout({ survey, streaming }: Findings, { entry }: NoteFrame): readonly Note[] {
  const { domain, web } = survey;
  const notes: Note[] = [];
  // Of a name of this machine, TLS alone is no split.
  if (entry.webOrigin !== null && new URL(entry.webOrigin).host !== domain.value) {
    notes.push(
      note(
        'hint',
        'web_domain',
        `a split domain: handles carry ${domain.value}, the pages are at ${web.value}. Both are watched`,
      ),
    );
  }
  if (entry.streamingOrigin !== null && streaming.origin !== null) {
    notes.push(
      note(
        'hint',
        'streaming',
        `streaming has a host of its own, ${streaming.origin.value}, and is watched there`,
      ),
    );
  }
  if (survey.instance?.isLimited === true) {
    notes.push(note('hint', 'api', 'limited federation: what is closed to strangers counts as up'));
  }
  return notes;
}

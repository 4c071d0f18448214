import { isUp } from '../core/result.ts';
import { compareStatusLink, statusLinkSetting } from '../core/status-link.ts';
import { describeFailure } from './absence.ts';
import { describeReply } from './asker.ts';
import type { Note, ProbedComponent } from './discovery.ts';
import type { ServerEntry } from './entry.ts';
import type { Findings } from './findings.ts';
import { instancePaths } from './instance.ts';
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
    ...statusPage(findings, frame),
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
    ...survey.contradictions.map(message => note('trouble', 'domain', message, [])),
    ...streaming.refused.map(message => note('trouble', 'streaming', `not used: ${message}`, [])),
  ];
}

function missing({ survey, media }: Findings, { entry }: NoteFrame): readonly Note[] {
  return [
    ...(survey.software === null ? [unknownSoftware(survey.failures)] : []),
    ...(survey.software !== null && survey.chosen.isGeneric ? [noPreset(survey.software.name)] : []),
    ...closedApi(survey.failures, survey.instance === null),
    ...(survey.account.found === null ? [noAccount(survey.account.refused, survey.instance !== null)] : []),
    ...(entry.storage === null || entry.storage.contentType !== null ? noCheckFile(media) : []),
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
    'Set `preset` if you know better; docs/configuration.md lists them.',
  ]);
}

function noPreset(software: string): Note {
  return note(
    'hint',
    'preset',
    `there is no preset for ${software}: the generic one watches what all servers have`,
    [],
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

function noCheckFile(media: Findings['media']): readonly Note[] {
  switch (media.kind) {
    case 'check_file':
      return [];
    case 'same_host':
      return [note('hint', 'object_storage', `uploads are on the web server itself (${media.from})`, [])];
    case 'object':
      return [
        note(
          'hint',
          'object_storage',
          'a picture stands in for a check file, and goes away when it is changed',
          placing(media.checkFile),
        ),
      ];
    case 'host':
      return [
        note(
          'missing',
          'object_storage',
          `it seems to be ${new URL(media.checkFile).host} (${media.from}), but ${media.why}`,
          placing(media.checkFile),
        ),
      ];
    case 'unknown':
      return [
        note('missing', 'object_storage', 'no trace of one: no picture, no emoji, no hint on the page', [
          'If your uploads are elsewhere:',
          ...placing('https://YOUR-MEDIA-HOST/check.txt'),
        ]),
      ];
    default:
      return media satisfies never;
  }
}

/** How to place the file. */
function placing(url: string): readonly string[] {
  return [
    `Put a file there that everybody can read and that contains OK, so that it answers at ${url}:`,
    '  printf OK > check.txt',
    '  aws s3 cp check.txt s3://YOUR-BUCKET/check.txt --acl public-read --content-type text/plain',
    '  (mc cp, s3cmd put or rclone copy do as well; nginx in front: allow it like any upload)',
    `then set object_storage: ${url}`,
  ];
}

function layout({ survey, streaming }: Findings, { entry }: NoteFrame): readonly Note[] {
  const { domain, web } = survey;
  const notes: Note[] = [];
  if (entry.webOrigin !== null) {
    notes.push(
      note(
        'hint',
        'web_domain',
        `a split domain: handles carry ${domain.value}, the pages are at ${web.value}. Both are watched`,
        [],
      ),
    );
  }
  if (entry.streamingOrigin !== null && streaming.origin !== null) {
    notes.push(
      note(
        'hint',
        'streaming',
        `streaming has a host of its own, ${streaming.origin.value}, and is watched there`,
        [],
      ),
    );
  }
  if (survey.instance?.isLimited === true) {
    notes.push(note('hint', 'api', 'limited federation: what is closed to strangers counts as up', []));
  }
  return notes;
}

/** Mastodon shows a link to the status page to its users, once the sysop has set it (4.1 and later). */
function statusPage({ survey }: Findings, { pageUrl }: NoteFrame): readonly Note[] {
  const link = survey.instance?.statusLink;
  if (link === undefined) return [];
  if (pageUrl === null) {
    return link === null
      ? [
          note('hint', 'status page', 'the server links to no status page', [
            `Once yours is public, set it: ${statusLinkSetting}`,
          ]),
        ]
      : [
          note('hint', 'status page', `the server links to ${link}`, [
            'Write it as page.public_url if that is this one.',
          ]),
        ];
  }
  const compared = compareStatusLink(link, pageUrl);
  switch (compared.kind) {
    case 'same':
      return [];
    case 'unset':
      return [
        note('hint', 'status page', `the server does not link to ${pageUrl}`, [
          `Set it: ${statusLinkSetting}`,
        ]),
      ];
    case 'other':
      return [
        note('trouble', 'status page', `the server links to ${compared.link}, not to ${pageUrl}`, [
          `Change it: ${statusLinkSetting}`,
        ]),
      ];
    default:
      return compared satisfies never;
  }
}

function note(kind: Note['kind'], about: string, message: string, advice: readonly string[]): Note {
  return { kind, about, message: shown(message, 400), advice };
}

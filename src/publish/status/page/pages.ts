import type { LocalizedText } from '../../../core/component.ts';
import type { Rollup } from '../../../core/rollup.ts';
import { inlineText, localText } from '../../localized.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { paths } from '../paths.ts';
import type { SiteContext, SiteFile, SitePart } from '../site-part.ts';
import { incidentTitle } from '../text/incident-words.ts';
import type { Words } from '../text/words.ts';
import type {
  PublicIncident,
  PublicMaintenance,
  PublicNotice,
  PublicServer,
  PublicView,
} from '../view/public-view.ts';
import { componentList } from './components.ts';
import { type PageContent, pageFile } from './document.ts';
import { icon, signOf, stateLabel } from './icons.ts';
import { incidentCard, incidentMeta, updateList } from './incident-card.ts';
import { maintenanceCard, noticeBody, noticeCard, noticeMeta } from './news.ts';
import { spanInWords, timeInWords } from './times.ts';

const dayMs = 86_400_000;

/** How long an incident that is over is listed below the current state, and how many of them at most. */
const recent = { days: 14, count: 10 } as const;

/** How much planned work the page tells. */
const maxPlanned = 5;

/** How long a notice is shown when nobody said until when, or after that. */
const noticeMs = 7 * dayMs;

/** The pages for people. */
export const pages: SitePart = {
  languages: 'negotiated',
  list: view => [...pageTable(view).keys()],
  render(path, context) {
    const content = pageTable(context.view).get(path);
    return content === undefined ? null : content(context);
  },
};

type Content = Omit<PageContent, 'path'>;

type RenderPage = (context: SiteContext) => SiteFile;

const tables = new WeakMap<PublicView, ReadonlyMap<string, RenderPage>>();

/** Every page by its path; made once for each view. */
function pageTable(view: PublicView): ReadonlyMap<string, RenderPage> {
  const known = tables.get(view);
  if (known !== undefined) return known;
  const table = new Map<string, RenderPage>();
  const add = (path: string, content: (context: SiteContext) => Content): void => {
    table.set(path, context => pageFile({ path, ...content(context) }, context));
  };
  add(paths.start, startPage);
  add(paths.incidents, incidentsPage);
  for (const server of view.servers) add(paths.server(server.domain), context => serverPage(server, context));
  for (const incident of view.incidents) {
    // What was news before an incident of that time was found has an address already, which somebody may have told.
    for (const path of [paths.incident(incident.id), ...incident.announcements.map(paths.announcement)])
      add(path, context => incidentPage(incident, context));
  }
  for (const notice of view.notices)
    add(paths.announcement(notice.id), context => noticePage(notice, context));
  tables.set(view, table);
  return table;
}

/** With one server, the first page is that server's. */
function startPage(context: SiteContext): Content {
  const { view, words } = context;
  const [only, ...others] = view.servers;
  const details =
    only === undefined || others.length > 0 ? serverList(context) : componentList(only, context);
  return {
    title: null,
    description: words.overall(view.rollup),
    sign: signOf(view.rollup.overall),
    isRecord: false,
    main: stateOf(
      view,
      { rollup: view.rollup, cause: others.length > 0 ? null : (only?.cause ?? null) },
      details,
      context,
    ),
  };
}

function serverPage(server: PublicServer, context: SiteContext): Content {
  const own = ofServer(context.view, server.domain);
  const { words } = context;
  const title = inlineText(server.title, words.language);
  return {
    title,
    description: `${title}: ${words.overall(server.rollup)}`,
    sign: signOf(server.rollup.overall),
    isRecord: false,
    main: stateOf(own, { ...server, name: title }, componentList(server, context), context),
  };
}

/** What of a view is about one server. */
function ofServer(view: PublicView, domain: string): PublicView {
  const concerns = ({ server }: { readonly server: { readonly name: string } | null }): boolean =>
    server === null || server.name === domain;
  return {
    ...view,
    incidents: view.incidents.filter(concerns),
    notices: view.notices.filter(concerns),
    maintenances: view.maintenances.filter(concerns),
  };
}

/** Whose state is told. */
interface Subject extends Pick<PublicServer, 'rollup' | 'cause'> {
  /** Absent where the title of the page says it. */
  readonly name?: string;
}

/** State first, then what is wrong, then each part, then what is planned and what was. */
function stateOf(view: PublicView, subject: Subject, details: Markup, context: SiteContext): Markup {
  const { words } = context;
  const open = view.incidents.filter(incident => incident.open);
  const active = view.maintenances.filter(({ status }) => status === 'in_progress');
  const notices = view.notices.filter(notice => isCurrent(notice, view.at));
  return markup`${verdict(subject, context)}${section(
    words.openIncidents,
    open.map(incident => incidentCard(incident, context, { updates: true, level: 3 })),
  )}${section(
    words.announcements,
    notices.map(notice => noticeCard(notice, context)),
  )}${section(
    words.maintenance,
    active.map(maintenance => maintenanceCard(maintenance, context)),
  )}${details}${section(
    words.plannedMaintenance,
    comingWork(view).map(maintenance => maintenanceCard(maintenance, context)),
  )}${pastIncidents(view, context)}`;
}

/** The next occurrence of each window: work that comes every night is told once. */
function comingWork({ maintenances }: PublicView): readonly PublicMaintenance[] {
  const coming = maintenances.filter(({ status }) => status === 'scheduled');
  const isFirst = ({ window }: PublicMaintenance, index: number): boolean =>
    coming.findIndex(other => other.window === window) === index;
  return coming.filter(isFirst).slice(0, maxPlanned);
}

function verdict({ rollup, cause, name }: Subject, { view, words }: SiteContext): Markup {
  const sign = signOf(rollup.overall);
  const time = timeInWords(view.at, words, view.brand.timeZone);
  const sentence = words.overall(rollup);
  const counts = rollup.overall === 'operational' ? '' : countsOf(rollup, words);
  return markup`<div class="verdict ${sign}">${icon(sign)}<h1>${name === undefined ? sentence : `${name}: ${sentence}`}</h1>${causeLine(cause, words, 'cause')}<p>${counts === '' ? '' : `${counts} · `}<time datetime="${new Date(view.at).toISOString()}">${words.asOf(time)}</time></p></div>`;
}

/** How many components are in each state. Of one alone, the sentence before has said it. */
function countsOf({ counts }: Rollup, words: Words): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return all === 1 ? '' : words.counts(counts);
}

function causeLine(cause: LocalizedText | null, { language }: Words, kind: 'cause' | 'why'): Markup {
  return cause === null ? nothing : markup`<p class="${kind}">${localText(cause, language)}</p>`;
}

function section(title: string, cards: readonly Markup[]): Markup {
  return cards.length === 0 ? nothing : markup`<section><h2>${title}</h2>${cards}</section>`;
}

function pastIncidents(view: PublicView, context: SiteContext): Markup {
  const { words, links } = context;
  const since = view.at - recent.days * dayMs;
  const past = view.incidents.filter(({ open, endedAt }) => !open && (endedAt ?? 0) >= since);
  const cards = past
    .slice(0, recent.count)
    .map(incident => incidentCard(incident, context, { updates: false, level: 3 }));
  const list =
    cards.length === 0 ? markup`<p class="none">${words.noIncidents(recent.days)}</p>` : markup`${cards}`;
  return markup`<section class="past"><h2>${words.pastIncidents}</h2>${list}<p class="more"><a href="${links.to(paths.incidents)}">${words.allIncidents}</a></p></section>`;
}

function serverList(context: SiteContext): Markup {
  const { view, words, links } = context;
  const rows = view.servers.map(({ domain, title, rollup, cause }) => {
    const sign = signOf(rollup.overall);
    const counts = countsOf(rollup, words);
    return markup`<li><div class="head"><h3 class="name"><a href="${links.to(paths.server(domain))}">${inlineText(title, words.language)}</a></h3>${stateLabel(sign, words.overall(rollup))}</div>${counts === '' ? nothing : markup`<p class="why">${counts}</p>`}${causeLine(cause, words, 'why')}</li>`;
  });
  return rows.length === 0
    ? nothing
    : markup`<section><h2>${words.servers}</h2><ul class="rows">${rows}</ul></section>`;
}

function isCurrent({ from, until, updates }: PublicNotice, now: number): boolean {
  const last = Math.max(from, updates[0]?.at ?? 0, until ?? 0);
  return last + noticeMs >= now;
}

function incidentsPage(context: SiteContext): Content {
  const { view, words } = context;
  const cards = view.incidents.map(incident => incidentCard(incident, context, { updates: false, level: 2 }));
  const [only] = view.servers;
  const days = only?.groups[0]?.components[0]?.days.length ?? 0;
  const list = cards.length === 0 ? markup`<p class="none">${words.noIncidents(days)}</p>` : markup`${cards}`;
  return {
    title: words.allIncidents,
    description: words.allIncidents,
    sign: signOf(view.rollup.overall),
    isRecord: false,
    main: markup`<h1>${words.allIncidents}</h1><section class="past">${list}</section>${back(context)}`,
  };
}

function incidentPage(incident: PublicIncident, context: SiteContext): Content {
  const { words } = context;
  const title = incidentTitle(incident, words);
  return {
    title,
    description: `${words.stages[incident.status]}: ${title}`,
    sign: incident.open ? incident.severity : 'operational',
    isRecord: !incident.open,
    main: markup`<article><h1>${title}</h1>${incidentMeta(incident, context)}${troubles(incident, context)}<h2>${words.updates}</h2>${updateList(incident, context)}</article>${back(context)}`,
  };
}

/** Each component with the time that it was out of order. */
function troubles({ components }: PublicIncident, { words, view }: SiteContext): Markup {
  const rows = components.map(({ title, severity, from, until, reason }) => {
    const { timeZone } = view.brand;
    const when =
      until === null
        ? words.since(timeInWords(from, words, timeZone))
        : spanInWords(from, until, words, timeZone);
    const why = reason === null ? '' : `${words.reasons[reason]} · `;
    return markup`<li><div class="head"><span class="name">${inlineText(title, words.language)}</span>${stateLabel(severity, words.states[severity])}</div><p class="why">${why}${when}</p></li>`;
  });
  return markup`<h2>${words.affected}</h2><ul class="rows">${rows}</ul>`;
}

function noticePage(notice: PublicNotice, context: SiteContext): Content {
  const title = inlineText(notice.title, context.words.language);
  return {
    title,
    description: title,
    sign: 'operational',
    isRecord: true,
    main: markup`<article><h1>${title}</h1>${noticeMeta(notice, context)}${noticeBody(notice, context)}</article>${back(context)}`,
  };
}

function back({ words, links }: SiteContext): Markup {
  return markup`<p class="more"><a href="${links.to(paths.start)}">${words.back}</a></p>`;
}

import { inlineText } from '../../localized.ts';
import { joined, type Markup, markup, nothing } from '../markup.ts';
import { paths } from '../paths.ts';
import type { SiteContext } from '../site-part.ts';
import { incidentTitle, updateStage, updateText } from '../text/incident-words.ts';
import type { PublicIncident, PublicUpdate } from '../view/public-view.ts';
import { stateLabel } from './icons.ts';
import { sysopsWords } from './markdown.ts';
import { spanInWords, timeInWords } from './times.ts';

/** How an incident is listed. */
export interface CardOptions {
  /** With all that was said of it. */
  readonly updates: boolean;
  /** Of its title, so that no page skips one. */
  readonly level: 2 | 3;
}

/** An incident in a list: its title leads to its own page. */
export function incidentCard(
  incident: PublicIncident,
  context: SiteContext,
  { updates, level }: CardOptions,
): Markup {
  const { words, links } = context;
  const title = incidentTitle(incident, words);
  return markup`<article class="card ${incident.open ? `open ${incident.severity}` : ''}"><h${level}><a href="${links.to(paths.incident(incident.id))}">${title}</a></h${level}>${incidentMeta(incident, context)}${updates ? updateList(incident, context) : nothing}</article>`;
}

/** When, how bad, how far; and where, when several servers are shown. */
export function incidentMeta(incident: PublicIncident, { view, words }: SiteContext): Markup {
  const { severity, status, open, startedAt, endedAt, troubleMs, server } = incident;
  const { timeZone } = view.brand;
  const when =
    endedAt === null
      ? `${timeInWords(startedAt, words, timeZone)} · ${words.ongoing}`
      : spanInWords(startedAt, endedAt, words, timeZone);
  const lasted = words.lasted(words.duration(troubleMs));
  const parts = [
    stateLabel(severity, words.states[severity]),
    markup`<span>${words.stages[status]}</span>`,
    markup`<time datetime="${new Date(startedAt).toISOString()}">${when}</time>`,
    ...(open ? [] : [markup`<span>${lasted}</span>`]),
    ...(view.servers.length > 1 ? [markup`<span>${inlineText(server.title, words.language)}</span>`] : []),
  ];
  return markup`<p class="meta">${joined(parts, ' ')}</p>`;
}

/** What was said of it, newest first. */
export function updateList(incident: PublicIncident, context: SiteContext): Markup {
  const items = incident.updates.map(update =>
    updateItem(update, updateBody(update, incident, context), context),
  );
  return markup`<ol class="updates">${items}</ol>`;
}

/** One update: its stage, its time, its words. */
export function updateItem(
  update: PublicUpdate,
  body: Markup,
  { words, view }: Pick<SiteContext, 'words' | 'view'>,
): Markup {
  const stage = updateStage(update);
  const label = stage === null ? nothing : markup`<strong>${words.stages[stage]}</strong> `;
  const time = markup`<time datetime="${new Date(update.at).toISOString()}">${timeInWords(update.at, words, view.brand.timeZone)}</time>`;
  return markup`<li>${label}${time}<div class="words">${body}</div></li>`;
}

/** The words of an update: a sysop writes Markdown, the daemon a sentence. */
export function updateBody(
  update: PublicUpdate,
  incident: PublicIncident,
  { words }: Pick<SiteContext, 'words'>,
): Markup {
  const text = updateText(update, incident, words);
  return update.kind === 'words' ? sysopsWords(text) : markup`<p>${text}</p>`;
}

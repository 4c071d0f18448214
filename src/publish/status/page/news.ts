import { inlineText } from '../../localized.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { paths } from '../paths.ts';
import type { SiteContext } from '../site-part.ts';
import { namesOf } from '../text/incident-words.ts';
import type { Words } from '../text/words.ts';
import type { PublicMaintenance, PublicNotice } from '../view/public-view.ts';
import { stateLabel } from './icons.ts';
import { updateItem } from './incident-card.ts';
import { sysopsWords } from './markdown.ts';
import { spanInWords, timeInWords } from './times.ts';

/** What a sysop announced; its title leads to its own page. */
export function noticeCard(notice: PublicNotice, context: SiteContext): Markup {
  const { words, links } = context;
  const title = inlineText(notice.title, words.language);
  return markup`<article class="card"><h3><a href="${links.to(paths.announcement(notice.id))}">${title}</a></h3>${noticeMeta(notice, context)}${noticeBody(notice, context)}</article>`;
}

/** When it is about, and whom. */
export function noticeMeta(notice: PublicNotice, { words, view }: SiteContext): Markup {
  const { from, until } = notice;
  const { timeZone } = view.brand;
  const when =
    until === null ? timeInWords(from, words, timeZone) : spanInWords(from, until, words, timeZone);
  const concerned = concernedBy(notice, words);
  return markup`<p class="meta"><time datetime="${new Date(from).toISOString()}">${when}</time>${concerned === '' ? nothing : markup` <span>${concerned}</span>`}</p>`;
}

export function noticeBody({ body, updates }: PublicNotice, context: SiteContext): Markup {
  const lead = body === '' ? nothing : markup`<div class="words">${sysopsWords(body)}</div>`;
  const items = updates.map(update => updateItem(update, sysopsWords(update.body), context));
  return markup`${lead}${items.length === 0 ? nothing : markup`<ol class="updates">${items}</ol>`}`;
}

/** Announced work. */
export function maintenanceCard(maintenance: PublicMaintenance, { words, view }: SiteContext): Markup {
  const { title, from, until, status } = maintenance;
  const when = spanInWords(from, until, words, view.brand.timeZone);
  const stage =
    status === 'in_progress'
      ? stateLabel('maintenance', words.maintenanceStages[status])
      : markup`<span>${words.maintenanceStages[status]}</span>`;
  const concerned = concernedBy(maintenance, words) || words.everything;
  return markup`<article class="card ${status === 'in_progress' ? 'open maintenance' : ''}"><h3>${inlineText(title, words.language)}</h3><p class="meta">${stage} <time datetime="${new Date(from).toISOString()}">${when}</time> <span>${concerned}</span></p></article>`;
}

function concernedBy(
  { server, components }: Pick<PublicMaintenance, 'server' | 'components'>,
  words: Words,
): string {
  const names = namesOf(components, words);
  const owner = server === null ? [] : [inlineText(server.title, words.language)];
  return [...owner, ...(names.length === 0 ? [] : [words.list(names)])].join(': ');
}

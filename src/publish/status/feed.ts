/** The history as an Atom feed: https://www.rfc-editor.org/rfc/rfc4287. */
import { inlineText } from '../localized.ts';
import { type Markup, markup, nothing } from './markup.ts';
import { siteTitle } from './page/document.ts';
import { updateBody } from './page/incident-card.ts';
import { sysopsWords } from './page/markdown.ts';
import { timeInWords } from './page/times.ts';
import { paths } from './paths.ts';
import { type SiteContext, type SitePart, shortMaxAge } from './site-part.ts';
import { incidentTitle, updateStage } from './text/incident-words.ts';
import type { PublicIncident, PublicNotice, PublicUpdate } from './view/public-view.ts';

/** More than a reader can have missed. */
const mostEntries = 50;

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly publishedAt: number;
  readonly updatedAt: number;
  /** Made for those that are in the feed alone: a history may hold thousands. */
  readonly content: () => Markup;
}

/** Incidents and announcements, one entry each, which grows with what is said of it. */
export const feed: SitePart = {
  languages: 'on_request',
  list: () => [paths.feed],
  render: (path, context) =>
    path === paths.feed
      ? {
          contentType: 'application/atom+xml; charset=utf-8',
          body: `<?xml version="1.0" encoding="utf-8"?>\n${feedOf(context).text}\n`,
          maxAgeSeconds: shortMaxAge,
          isForOtherSites: true,
        }
      : null,
};

function feedOf(context: SiteContext): Markup {
  const { view, words, links } = context;
  const entries = [
    ...view.incidents.map(incident => incidentEntry(incident, context)),
    ...view.notices.map(notice => noticeEntry(notice, context)),
  ]
    .toSorted((a, b) => b.updatedAt - a.updatedAt)
    .slice(0, mostEntries);
  const title = siteTitle(context);
  // Without entries, the feed has never changed since some constant moment.
  const updatedAt = entries[0]?.updatedAt ?? Date.UTC(2026, 0, 1);
  return markup`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${words.language}"><id>${tagOf(view.servers[0]?.domain, 'history')}</id><title>${title}</title><updated>${iso(updatedAt)}</updated><author><name>${title}</name></author><link rel="self" type="application/atom+xml" href="${links.absolute(paths.feed)}"/><link rel="alternate" type="text/html" href="${links.absolute(paths.start)}"/><generator>fedistatus</generator>${entries.map(entry => entryXml(entry, context))}</feed>`;
}

function entryXml(
  { id, title, path, publishedAt, updatedAt, content }: Entry,
  { links }: SiteContext,
): Markup {
  return markup`<entry><id>${id}</id><title>${title}</title><published>${iso(publishedAt)}</published><updated>${iso(updatedAt)}</updated><link rel="alternate" type="text/html" href="${links.absolute(path)}"/><content type="html">${content().text}</content></entry>`;
}

function incidentEntry(incident: PublicIncident, context: SiteContext): Entry {
  const { id, server, startedAt, updatedAt, updates } = incident;
  const name = incidentTitle(incident, context.words);
  const several = context.view.servers.length > 1;
  return {
    id: tagOf(server.name, `incident/${id}`),
    title: several ? `${inlineText(server.title, context.words.language)}: ${name}` : name,
    path: paths.incident(id),
    publishedAt: startedAt,
    updatedAt,
    content: () => markup`${updates.map(update => incidentUpdate(update, incident, context))}`,
  };
}

function incidentUpdate(update: PublicUpdate, incident: PublicIncident, context: SiteContext): Markup {
  return said(updateStage(update), update.at, updateBody(update, incident, context), context);
}

function noticeEntry(notice: PublicNotice, context: SiteContext): Entry {
  const { id, title, server, from, body, updates } = notice;
  const { view, words } = context;
  return {
    id: tagOf(server?.name ?? view.servers[0]?.domain, `announcement/${id}`),
    title: inlineText(title, words.language),
    path: paths.announcement(id),
    publishedAt: from,
    updatedAt: Math.max(from, updates[0]?.at ?? 0),
    content: () =>
      markup`${body === '' ? nothing : sysopsWords(body)}${updates.map(update => said(update.status, update.at, sysopsWords(update.body), context))}`,
  };
}

function said(
  stage: PublicIncident['status'] | null,
  at: number,
  body: Markup,
  { words, view }: SiteContext,
): Markup {
  const time = timeInWords(at, words, view.brand.timeZone);
  return markup`<h3>${stage === null ? '' : `${words.stages[stage]} · `}${time}</h3>${body}`;
}

/** An identity for ever, wherever the feed is served (RFC 4151). */
function tagOf(domain: string | undefined, specific: string): string {
  const authority = (domain ?? 'fedistatus.invalid').replace(/:\d+$/, '');
  return `tag:${authority},2026:fedistatus/${encodeURI(specific)}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

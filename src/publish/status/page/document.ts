import { inlineText } from '../../localized.ts';
import { joined, type Markup, markup, nothing } from '../markup.ts';
import { paths } from '../paths.ts';
import { type SiteContext, type SiteFile, shortMaxAge } from '../site-part.ts';
import { languages } from '../text/index.ts';
import type { PublicView } from '../view/public-view.ts';
import { iconPath, scriptPath, styleAsset } from './assets.ts';
import { iconSheet, type Sign } from './icons.ts';
import { timeInWords } from './times.ts';

/** What differs from page to page. */
export interface PageContent {
  readonly path: string;
  /** null: the page is the site's own. */
  readonly title: string | null;
  /** One sentence for previews and search engines. */
  readonly description: string;
  /** For the browser's tab. */
  readonly sign: Sign;
  /** Of something that is over. It cannot grow old, and stays the same file for as long as nothing is added. */
  readonly isRecord: boolean;
  readonly main: Markup;
}

/** A whole page. */
export function pageFile(content: PageContent, context: SiteContext): SiteFile {
  return {
    contentType: 'text/html; charset=utf-8',
    body: `<!DOCTYPE html>\n${html(content, context).text}\n`,
    maxAgeSeconds: shortMaxAge,
    isForOtherSites: false,
  };
}

/** What the site is called. */
export function siteTitle({ view, words }: Pick<SiteContext, 'view' | 'words'>): string {
  const { brand, servers } = view;
  if (brand.title !== null) return inlineText(brand.title, words.language);
  const [only, ...others] = servers;
  if (only === undefined || others.length > 0) return words.siteTitleOfSeveral;
  return words.siteTitle(inlineText(only.title, words.language));
}

/** What a browser may do with the pages: nothing but show them with our own style, script and pictures. */
export function contentSecurityPolicy(view: PublicView): string {
  return `${policyWithin(view)}; frame-ancestors 'none'`;
}

function policyWithin({ brand }: PublicView): string {
  const logoOrigin =
    brand.logo !== null && /^https?:\/\//.test(brand.logo) ? new URL(brand.logo).origin : null;
  const images = ["'self'", 'data:', ...(logoOrigin === null ? [] : [logoOrigin])].join(' ');
  return `default-src 'none'; style-src 'self'; script-src 'self'; img-src ${images}; base-uri 'none'; form-action 'none'`;
}

function html(content: PageContent, context: SiteContext): Markup {
  const notes = content.isRecord ? nothing : markup`${oldNote(context)}${silentNote(context)}`;
  return markup`<html lang="${context.words.language}">${head(content, context)}<body>${iconSheet}<a class="skip" href="#main">${context.words.skip}</a>${header(content, context)}<main id="main" tabindex="-1">${notes}${content.main}</main>${footer(content, context)}</body></html>`;
}

function head({ path, title, description, sign }: PageContent, context: SiteContext): Markup {
  const { view, words, links } = context;
  const site = siteTitle(context);
  const full = title === null ? site : `${title} · ${site}`;
  const alternates = languages.map(
    ({ language }) =>
      markup`<link rel="alternate" hreflang="${language}" href="${links.to(path, language)}">`,
  );
  // A reader without script is not told that a page has grown old, so the page is fetched again. Others are not
  // interrupted (WCAG 2.2, failure F41).
  return markup`<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policyWithin(view)}"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${full}</title><meta name="description" content="${description}"><meta property="og:title" content="${full}"><meta property="og:description" content="${description}"><link rel="stylesheet" href="${links.file(styleAsset(view.brand.accent).path)}"><link rel="icon" href="${links.file(iconPath(sign))}" type="image/svg+xml"><link rel="alternate" type="application/atom+xml" title="${words.feed}" href="${links.to(paths.feed)}">${alternates}<script src="${links.file(scriptPath)}" defer></script><noscript><meta http-equiv="refresh" content="300"></noscript></head>`;
}

function header({ path }: PageContent, context: SiteContext): Markup {
  const { view, words, links } = context;
  const { logo } = view.brand;
  const image = logo === null ? nothing : markup`<img src="${ownAddress(logo, context)}" alt="">`;
  const choices = languages.map(({ language, name }) =>
    language === words.language
      ? markup`<li lang="${language}" aria-current="true">${name}</li>`
      : markup`<li><a href="${links.to(path, language)}" lang="${language}" hreflang="${language}">${name}</a></li>`,
  );
  return markup`<header><p class="site"><a href="${links.to(paths.start)}">${image}${siteTitle(context)}</a></p><nav aria-label="${words.languages}"><ul>${choices}</ul></nav></header>`;
}

/** What the sysop links to may be a path: at the root of the host, or beside the first page. */
function ownAddress(address: string, { links }: SiteContext): string {
  return /^(?:[a-z][a-z\d+.-]*:|\/)/i.test(address) ? address : links.file(address.replace(/^\.\//, ''));
}

/** Shown by the script once the page has grown old. */
function oldNote({ view, words, staleAfterMs }: SiteContext): Markup {
  const time = timeInWords(view.at, words, view.brand.timeZone);
  return markup`<p class="note" id="old" role="status" hidden data-as-of="${view.at}" data-stale-after="${staleAfterMs}">${words.oldPage(time)} <a href="">${words.reload}</a></p>`;
}

/** What is on the page was true once, but nobody watches any more. */
function silentNote({ view, words }: SiteContext): Markup {
  if (view.silentSince === null) return nothing;
  const time = timeInWords(view.silentSince, words, view.brand.timeZone);
  return markup`<p class="note">${words.silentSince(time)}</p>`;
}

function footer({ isRecord }: PageContent, context: SiteContext): Markup {
  const { view, words, links } = context;
  const own = view.brand.links.map(
    ({ title, url }) =>
      markup`<li><a href="${ownAddress(url, context)}">${inlineText(title, words.language)}</a></li>`,
  );
  const items = [
    ...own,
    markup`<li><a href="${links.to(paths.incidents)}">${words.allIncidents}</a></li>`,
    markup`<li><a href="${links.to(paths.feed)}">${words.feed}</a></li>`,
    markup`<li><a href="${links.to(paths.api('summary'))}">${words.api}</a></li>`,
  ];
  const asOf = isRecord ? '' : `${words.asOf(timeInWords(view.at, words, view.brand.timeZone))} · `;
  return markup`<footer><nav aria-label="${words.links}"><ul>${joined(items)}</ul></nav><p>${asOf}${words.madeBy}</p></footer>`;
}

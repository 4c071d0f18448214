import { localText } from '../localized.ts';
import { type Markup, markup } from './markup.ts';
import { signOf } from './page/icons.ts';
import { light } from './page/palette.ts';
import { paths } from './paths.ts';
import { type SiteContext, type SiteFile, type SitePart, shortMaxAge } from './site-part.ts';
import type { PublicComponent, PublicServer, PublicView } from './view/public-view.ts';

/** Pictures for other pages: a server's state, or one component's. */
export const badges: SitePart = {
  languages: 'on_request',
  list: view => [...badgeTable(view).keys()],
  render: (path, context) => badgeTable(context.view).get(path)?.(context) ?? null,
};

type RenderBadge = (context: SiteContext) => SiteFile;

const tables = new WeakMap<PublicView, ReadonlyMap<string, RenderBadge>>();

function badgeTable(view: PublicView): ReadonlyMap<string, RenderBadge> {
  const known = tables.get(view);
  if (known !== undefined) return known;
  const table = new Map<string, RenderBadge>();
  for (const server of view.servers) {
    table.set(paths.serverBadge(server.domain), context => serverBadge(server, context));
    for (const component of server.groups.flatMap(({ components }) => components)) {
      const path = paths.componentBadge(server.domain, component.name);
      table.set(path, context => componentBadge(component, context));
    }
  }
  tables.set(view, table);
  return table;
}

function serverBadge({ title, rollup }: PublicServer, { words }: SiteContext): SiteFile {
  const sign = signOf(rollup.overall);
  return badgeFile(localText(title, words.language), words.overall(rollup), light.signs[sign]);
}

function componentBadge({ title, state }: PublicComponent, { words }: SiteContext): SiteFile {
  return badgeFile(localText(title, words.language), words.states[state], light.signs[state]);
}

function badgeFile(subject: string, state: string, color: string): SiteFile {
  return {
    contentType: 'image/svg+xml; charset=utf-8',
    body: `${badge(subject, state, color).text}\n`,
    maxAgeSeconds: shortMaxAge,
    isForOtherSites: true,
  };
}

const height = 20;
const padding = 7;

function badge(subject: string, state: string, color: string): Markup {
  const [left, right] = [widthOf(subject), widthOf(state)];
  const width = left + right;
  const text = (words: string, from: number, room: number): Markup =>
    markup`<text x="${from + room / 2}" y="14" textLength="${room - 2 * padding}" lengthAdjust="spacingAndGlyphs">${words}</text>`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="${subject}: ${state}"><title>${subject}: ${state}</title><clipPath id="r"><rect width="${width}" height="${height}" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="${height}" fill="#444b54"/><rect x="${left}" width="${right}" height="${height}" fill="${color}"/></g><g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${text(subject, 0, left)}${text(state, left, right)}</g></svg>`;
}

/** Roughly what a text takes at 11 px; the picture then stretches it to fit exactly. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return Math.round(width) + 2 * padding;
}

function widthOfCharacter(character: string): number {
  // Hangul, kana and ideographs fill a square.
  if ((character.codePointAt(0) ?? 0) >= 0x1100) return 11;
  if (/[iljtf.,:;'|! ]/.test(character)) return 4;
  return /[mwMW@%]/.test(character) ? 10 : 7;
}

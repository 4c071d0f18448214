/** The public files of a snapshot, as a reader gets them. */

import { staticFiles } from '../../src/publish/status/static-files.ts';
import type { PublicSource } from '../../src/publish/status/view/public-source.ts';

/** Every public file in every language, by its path. */
export function siteOf(source: PublicSource): ReadonlyMap<string, string> {
  const files = staticFiles(source, { staleAfterMs: 900_000 });
  return new Map(files.map(({ path, render }) => [path, render() ?? '']));
}

/** One file of the site; throws when there is none. */
export function fileOf(source: PublicSource, path: string): string {
  const body = siteOf(source).get(path);
  if (body === undefined) throw new Error(`there is no ${path}`);
  return body;
}

/** One JSON answer. */
// oxlint-disable-next-line typescript/no-explicit-any -- what a foreign program makes of it is not typed either
export function answerOf(source: PublicSource, name: string): any {
  return JSON.parse(fileOf(source, `api/v2/${name}.json`));
}

/** What stands in the elements of a page, without markup. */
export function textOf(html: string): string {
  return html
    .replace(/<title>.*?<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

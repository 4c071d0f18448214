import { staticLinks, staticPath } from './links.ts';
import { siteParts } from './site.ts';
import type { SitePart } from './site-part.ts';
import { languages } from './text/index.ts';
import { buildPublicView } from './view/build.ts';
import type { PublicSource } from './view/public-source.ts';

/** A public file on its way to a disk. */
export interface StaticFile {
  /** Below the directory, with forward slashes; no part of it leads upwards. */
  readonly path: string;
  /** Its content; null: there is no such file. */
  readonly render: () => string | null;
}

export interface StaticOptions {
  /** After how long without a new one a page says that it is old. Milliseconds. */
  readonly staleAfterMs: number;
}

/**
 * The whole public site as files, in the order in which they may be written: what refers comes after what it refers to.
 * A page is the `index.html` of its folder; the first language is at the root, each other in a folder of its name. Each
 * is rendered when it is asked for: all of a site of hundreds of servers at once would stop everything for seconds.
 */
export function staticFiles(snapshot: PublicSource, { staleAfterMs }: StaticOptions): readonly StaticFile[] {
  const view = buildPublicView(snapshot);
  return siteParts.flatMap(part =>
    languagesOf(part).flatMap(words =>
      part.list(view).map(path => {
        const own = part.languages === 'none' ? path : staticPath(path, words.language);
        const render = (): string | null => {
          const links = staticLinks({ from: path, publicUrl: view.brand.publicUrl }, words.language);
          return part.render(path, { view, words, links, staleAfterMs })?.body ?? null;
        };
        return { path: fileNameOf(own), render };
      }),
    ),
  );
}

function languagesOf({ languages: kind }: SitePart): typeof languages | [(typeof languages)[0]] {
  return kind === 'none' ? [languages[0]] : languages;
}

/** Hosts decode addresses before they look for a file. */
function fileNameOf(path: string): string {
  const name = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  return decodeURIComponent(name);
}

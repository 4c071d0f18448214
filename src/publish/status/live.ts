import { createHash } from 'node:crypto';
import type { PageSettings } from '../../core/page-settings.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import type { Status } from '../../core/status.ts';
import type { Publication, PublishRequest } from '../publisher.ts';
import { liveLinks } from './links.ts';
import { contentSecurityPolicy } from './page/document.ts';
import { siteParts } from './site.ts';
import type { SiteFile, SitePart } from './site-part.ts';
import { languages, negotiateWords, wordsOf } from './text/index.ts';
import type { Words } from './text/words.ts';
import { buildPublicView } from './view/build.ts';
import type { PublicView } from './view/public-view.ts';

/** A page that somebody has open for so long should not be taken for the state of now. */
const staleAfterMs = 15 * 60_000;

interface Rendered {
  readonly status: Status;
  readonly page: PageSettings;
  readonly view: PublicView;
  /** By kind, language and path; only of files that exist, so that visitors cannot make it grow. */
  readonly answers: Map<string, Publication>;
}

/** The public site, served by the daemon: for all readers of one status, each page is rendered once. */
export class LiveSite {
  #latest: Rendered | null = null;

  /** `path` is as addresses are written. */
  answer(snapshot: Snapshot, path: string, request: PublishRequest): Publication {
    const rendered = this.#renderedOf(snapshot);
    const chosen = wordsOf(request.query('lang'));
    const found = this.#find(rendered, path, chosen, request);
    if (found !== null) return found;
    return path.endsWith('/') || this.#find(rendered, `${path}/`, chosen, request) === null
      ? notFound
      : redirectInto(path, chosen);
  }

  /** A status is the same object while nothing changes, and for no longer than a second. */
  #renderedOf(snapshot: Snapshot): Rendered {
    const { page } = snapshot;
    const status = snapshot.status();
    const latest = this.#latest;
    if (latest !== null && latest.status === status && latest.page === page) return latest;
    this.#latest = { status, page, view: buildPublicView(snapshot), answers: new Map() };
    return this.#latest;
  }

  #find(
    { view, answers }: Rendered,
    path: string,
    chosen: Words | null,
    request: PublishRequest,
  ): Publication | null {
    for (const [index, part] of siteParts.entries()) {
      const words = chosen ?? wordsFor(part, request);
      const key = `${index} ${chosen === null ? 'guessed' : 'chosen'} ${words.language} ${path}`;
      const known = answers.get(key);
      if (known !== undefined) return known;
      const options = { from: path, publicUrl: view.brand.publicUrl };
      const links = liveLinks(options, chosen?.language ?? null);
      const file = part.render(path, { view, words, links, staleAfterMs });
      if (file === null) continue;
      const publication = publicationOf(file, part, view);
      answers.set(key, publication);
      return publication;
    }
    return null;
  }
}

function wordsFor({ languages: kind }: SitePart, request: PublishRequest): Words {
  return kind === 'negotiated' ? negotiateWords(request.header('accept-language')) : languages[0];
}

function publicationOf(file: SiteFile, { languages: kind }: SitePart, view: PublicView): Publication {
  const { contentType, body, maxAgeSeconds, isForOtherSites } = file;
  return {
    status: 200,
    contentType,
    body,
    headers: {
      'Cache-Control':
        maxAgeSeconds > 86_400 ? `max-age=${maxAgeSeconds}, immutable` : `max-age=${maxAgeSeconds}`,
      // Weak, since it is the same for the compressed form.
      ETag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      ...(kind === 'negotiated' && {
        Vary: 'Accept-Language',
        'Content-Security-Policy': contentSecurityPolicy(view),
      }),
      ...(isForOtherSites && { 'Access-Control-Allow-Origin': '*' }),
      ...(contentType.startsWith('image/svg') && { 'Content-Security-Policy': pictureSecurityPolicy }),
    },
  };
}

/** A picture that is opened on its own is a document: its own style is all that it may have. */
const pictureSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";

const notFound: Publication = { status: 404, contentType: 'text/plain; charset=utf-8', body: 'not found\n' };

/** Relative, since only the reader knows below which path we are served. */
function redirectInto(path: string, chosen: Words | null): Publication {
  const last = path.split('/').at(-1) ?? '';
  const query = chosen === null ? '' : `?lang=${chosen.language}`;
  return {
    status: 308,
    contentType: 'text/plain; charset=utf-8',
    headers: { Location: `./${last}/${query}` },
    body: 'moved\n',
  };
}

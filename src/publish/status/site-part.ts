import type { Links } from './links.ts';
import type { Words } from './text/words.ts';
import type { PublicView } from './view/public-view.ts';

/** What a public file is made from. */
export interface SiteContext {
  readonly view: PublicView;
  readonly words: Words;
  readonly links: Links;
  /** After how long a copy of a page should say that it is old. Milliseconds. */
  readonly staleAfterMs: number;
}

/** A public file, complete in memory. */
export interface SiteFile {
  readonly contentType: string;
  readonly body: string;
  /** How long a copy may be used without asking. */
  readonly maxAgeSeconds: number;
  /** Whether other sites may read it with a script. */
  readonly isForOtherSites: boolean;
}

/** One kind of public file. The registry is `site.ts`. */
export interface SitePart {
  /**
   * Whether each language has one. `negotiated`: the reader's is guessed; `on_request`: the first unless another is asked
   * for, since programs do not read languages.
   */
  readonly languages: 'negotiated' | 'on_request' | 'none';
  /** Every path of this kind that there is now. */
  list(view: PublicView): readonly string[];
  /** null: there is no such file. */
  render(path: string, context: SiteContext): SiteFile | null;
}

/** How long copies of what changes may be used, in seconds: shorter than it takes to be sure of an outage. */
export const shortMaxAge = 30;

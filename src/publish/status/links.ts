import { languages } from './text/index.ts';

/** The way from one public file to the others. Relative, so that the site works below any path. */
export interface Links {
  /** To a file that each language has, in the reader's language or in another; `path` is as in the site. */
  to(path: string, language?: string): string;
  /** To a file that is the same in every language. */
  file(path: string): string;
  /** As {@link to}, and absolute if it is known where the site is. */
  absolute(path: string): string;
}

export interface LinkOptions {
  /** Path of the file that holds the links, without language. */
  readonly from: string;
  /** The site's address without a slash at the end; null: not known. */
  readonly publicUrl: string | null;
}

/** Of the daemon: a language that a reader has chosen stays chosen by a parameter. */
export function liveLinks({ from, publicUrl }: LinkOptions, chosen: string | null): Links {
  const target = (path: string, language = chosen): string =>
    language === null ? path : `${path}?lang=${language}`;
  return linksBy(rootFrom(from), publicUrl, target);
}

/** Of plain files: every language but the first has a folder of its own. */
export function staticLinks({ from, publicUrl }: LinkOptions, own: string): Links {
  const target = (path: string, language = own): string => staticPath(path, language);
  return linksBy(rootFrom(staticPath(from, own)), publicUrl, target);
}

/** Where a file of a language lies among plain files. */
export function staticPath(path: string, language: string): string {
  return language === languages[0].language ? path : `${language}/${path}`;
}

function linksBy(
  root: string,
  publicUrl: string | null,
  target: (path: string, language?: string) => string,
): Links {
  return {
    to: (path, language) => `${root}${target(path, language)}`,
    file: path => `${root}${path}`,
    absolute: path => (publicUrl === null ? `${root}${target(path)}` : `${publicUrl}/${target(path)}`),
  };
}

function rootFrom(path: string): string {
  return '../'.repeat(path.split('/').length - 1) || './';
}

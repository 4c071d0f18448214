import MarkdownIt from 'markdown-it';
import { type Markup, trusted } from '../markup.ts';

/**
 * CommonMark, without what has no place within a page: HTML, headings that would break its outline, and pictures, which
 * would be fetched from elsewhere. Links that are not http, https or mailto are left as text by the library.
 */
const renderer = new MarkdownIt('default', { html: false, linkify: true, breaks: true }).disable([
  'image',
  'heading',
  'lheading',
  'table',
]);

/** A sysop's words as a part of a page. */
export function sysopsWords(body: string): Markup {
  return trusted(renderer.render(body.toWellFormed()).trimEnd());
}

import { escapeHtml } from '../../core/html.ts';

/** A piece of HTML, SVG or XML that is safe to use as it is. Only {@link markup} and {@link trusted} make one. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type MarkupPart = string | number | Markup | readonly Markup[];

export const nothing: Markup = new Markup('');

/** Puts values into markup: texts are escaped, for elements and for attributes in quotation marks alike. */
export function markup(pieces: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  let text = pieces[0] ?? '';
  for (const [index, part] of parts.entries()) text += textOf(part) + (pieces[index + 1] ?? '');
  return new Markup(text);
}

/** Markup that was made elsewhere, by something that escapes. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** Markup in order, one piece after the other. */
export function joined(parts: readonly Markup[], separator = ''): Markup {
  return new Markup(parts.map(({ text }) => text).join(separator));
}

function textOf(part: MarkupPart): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'number') return String(part);
  if (typeof part !== 'string') return joined(part).text;
  return plain.test(part) ? part : escapeHtml(withoutForbidden(part));
}

/** Nearly every text is one, and needs no work. */
const plain = /^[\w ./:;,()#%+?=·-]*$/;

/** XML 1.0 §2.2: characters that no document may hold, however they are written. */
function withoutForbidden(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what it is about
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
}

/**
 * A comment, or the start of an element, which ends at the next `<` at the latest, so that no page can make the search
 * slow. The same goes for the attributes: each step forward looks at a character once.
 */
const commentOrScript = /<!--|<script(?=[\s/>])([^<>]*)>/gi;

const source = /[\s"'/]src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/i;

/** Longer is no address of a script. */
const longestTag = 8192;

/** The address of the first script that a page loads, as the page writes it; null: it loads none. */
export function firstScript(html: string): string | null {
  commentOrScript.lastIndex = 0;
  for (;;) {
    const match = commentOrScript.exec(html);
    if (match === null) return null;
    const [, attributes] = match;
    if (attributes === undefined) {
      const end = html.indexOf('-->', commentOrScript.lastIndex);
      if (end === -1) return null;
      commentOrScript.lastIndex = end;
    } else {
      const [, double, single, bare] = source.exec(attributes.slice(0, longestTag)) ?? [];
      const written = (double ?? single ?? bare ?? '').trim();
      if (written !== '') return withoutEntities(written);
    }
  }
}

/** Attributes write `&` as `&amp;`; addresses of scripts hold no other. */
function withoutEntities(text: string): string {
  return text.replaceAll('&amp;', '&');
}

/**
 * A comment, or the start of an element, which ends at the next `<` at the latest, so that no page can make the search
 * slow. The same goes for the attributes: each step forward looks at a character once.
 */
const commentOrElement = /<!--|<(script|base)(?=[\s/>])([^<>]*)>/gi;

const attributes = {
  src: attribute('src'),
  href: attribute('href'),
  type: attribute('type'),
} as const;

/** Longer is no address of a script. */
const longestTag = 8192;

/** What browsers run (HTML §4.12.1). Banners write `text/plain` until somebody has consented. */
const scriptType = /^(?:module|(?:text|application)\/(?:x-)?(?:java|ecma)script|)$/i;

/** For browsers from before modules alone. */
const noModule = /\snomodule(?=[\s=/]|$)/i;

/** The first script that a page loads, and what its address is relative to, as the page writes them. */
export interface FirstScript {
  readonly address: string;
  /** Of the `base` element before it; empty: there is none. */
  readonly base: string;
}

/** The first script that a page loads; null: it loads none. */
export function firstScript(html: string): FirstScript | null {
  let base = '';
  commentOrElement.lastIndex = 0;
  for (;;) {
    const match = commentOrElement.exec(html);
    if (match === null) return null;
    const [, element, rest = ''] = match;
    const tag = rest.slice(0, longestTag);
    if (element === undefined) {
      if (!skipPast(/-->/g, html)) return null;
    } else if (element.toLowerCase() === 'base') {
      base ||= valueOf('href', tag);
    } else {
      const address = isRun(tag) ? valueOf('src', tag) : '';
      if (address !== '') return { address, base };
      // What is written inside is no HTML.
      if (!skipPast(/<\/script/gi, html)) return null;
    }
  }
}

function attribute(name: string): RegExp {
  return new RegExp(String.raw`[\s"'/]${name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))`, 'i');
}

function isRun(tag: string): boolean {
  return scriptType.test(valueOf('type', tag)) && !noModule.test(tag);
}

function valueOf(name: keyof typeof attributes, tag: string): string {
  const [, double, single, bare] = attributes[name].exec(tag) ?? [];
  return withoutEntities((double ?? single ?? bare ?? '').trim());
}

/** Goes on after what ends; false: it does not end. */
function skipPast(end: RegExp, html: string): boolean {
  end.lastIndex = commentOrElement.lastIndex;
  const isThere = end.test(html);
  commentOrElement.lastIndex = end.lastIndex;
  return isThere;
}

/** Attributes write `&` as `&amp;`, and some templates `/` and `=` by their numbers; addresses of scripts hold no other. */
function withoutEntities(text: string): string {
  return text
    .replaceAll('&amp;', '&')
    .replace(/&#(\d{1,3}|x[0-9a-f]{1,2});/gi, (_, digits: string) =>
      String.fromCodePoint(Number(digits.replace(/^x/i, '0x'))),
    );
}

import type { DiscoveryHint } from '../preset/preset.ts';
import { type Answer, type Asker, isPage } from './asker.ts';

/** The main page, as far as it tells where things are: it does so without any account, and where the API is closed. */
export type Page = Answer | null;

/** Asks for the main page; null: there is none. */
export async function askPage(asker: Asker, webOrigin: string): Promise<Page> {
  const page = await asker.ask({ url: `${webOrigin}/`, accept: 'text/html' });
  return page.kind === 'answer' && page.status === 200 && isPage(page) ? page : null;
}

/** Hosts that the page takes pictures from and that are not its own: those it wants looked up early, and its policy. */
export function pictureHosts(page: Page, webOrigin: string): readonly DiscoveryHint[] {
  if (page === null) return [];
  const found = [
    ...dnsPrefetches(page.text).map(value => ({ value, from: 'a dns-prefetch link of the page' })),
    ...sources(page, /^(?:img|media)-src$/, /^https?:/).map(value => ({ value, from: policy })),
  ];
  return found.flatMap(({ value, from }) => {
    const url = URL.parse(value, webOrigin);
    return url === null || url.origin === webOrigin ? [] : [{ value: `${url.origin}/`, from }];
  });
}

/** Where the page's programs may open streams. */
export function streamingHosts(page: Page): readonly DiscoveryHint[] {
  return page === null
    ? []
    : sources(page, /^connect-src$/, /^wss?:/).map(value => ({ value, from: policy }));
}

const policy = "the page's content security policy";

/** Mastodon has the host of its pictures looked up early, if it is not its own. */
function dnsPrefetches(html: string): readonly string[] {
  const links = html.slice(0, 256 * 1024).matchAll(/<link\b([^<>]*)>/gi);
  return [...links].flatMap(([, attributes = '']) => {
    if (!/\brel=["']?dns-prefetch\b/i.test(attributes)) return [];
    const [, href] = /\bhref=["']?([^"'\s]+)/i.exec(attributes) ?? [];
    return href === undefined ? [] : [href];
  });
}

/** Hosts in some directives of the content security policy (CSP 3 §2.3), without wildcards. */
function sources({ headers }: Answer, directive: RegExp, scheme: RegExp): readonly string[] {
  const policies = headers.get('content-security-policy') ?? [];
  const directives = policies.flatMap(text => text.split(';')).map(text => text.trim().split(/\s+/));
  return directives
    .filter(([name = '']) => directive.test(name.toLowerCase()))
    .flatMap(([, ...hosts]) => hosts.filter(host => scheme.test(host) && !host.includes('*')));
}

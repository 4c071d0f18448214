import type { DiscoveryHint } from '../../preset/preset.ts';
import type { Answer } from '../asker.ts';

/** Hosts that a page takes pictures from and that are not its own: its content security policy and its hints for DNS. */
export function foreignHosts({ headers, text }: Answer, webOrigin: string): readonly DiscoveryHint[] {
  const policies = headers.get('content-security-policy') ?? [];
  const found = [
    ...dnsPrefetches(text).map(value => ({ value, from: 'a dns-prefetch link of the page' })),
    ...policies.flatMap(pictureSources).map(value => ({ value, from: "the page's content security policy" })),
  ];
  return found.flatMap(({ value, from }) => {
    const url = URL.parse(value, webOrigin);
    return url === null || url.origin === webOrigin ? [] : [{ value: `${url.origin}/`, from }];
  });
}

/** Pages name the host where pictures are, if it is not their own, to have it looked up early (Mastodon). */
function dnsPrefetches(html: string): readonly string[] {
  const links = html.slice(0, 256 * 1024).matchAll(/<link\b([^<>]*)>/gi);
  return [...links].flatMap(([, attributes = '']) => {
    if (!/\brel=["']?dns-prefetch\b/i.test(attributes)) return [];
    const [, href] = /\bhref=["']?([^"'\s]+)/i.exec(attributes) ?? [];
    return href === undefined ? [] : [href];
  });
}

/** Origins in `img-src` and `media-src` (CSP 3 §2.3). */
function pictureSources(policy: string): readonly string[] {
  const directives = policy.split(';').map(directive => directive.trim().split(/\s+/));
  return directives
    .filter(([name = '']) => /^(?:img|media)-src$/i.test(name))
    .flatMap(([, ...sources]) => sources.filter(source => /^https?:\/\/[^*]+$/.test(source)));
}

/** The address of the status page in a server's own settings (Mastodon: `configuration.urls.status`), beside ours. */
export type StatusLink =
  /** The server names our page. */
  | { readonly kind: 'same' }
  /** It names another page. */
  | { readonly kind: 'other'; readonly link: string }
  /** It names none. */
  | { readonly kind: 'unset' };

/** Compares what a server names with the address of our page. Both may end with a slash or not. */
export function compareStatusLink(link: string | null, pageUrl: string): StatusLink {
  if (link === null) return { kind: 'unset' };
  return plain(link) === plain(pageUrl) ? { kind: 'same' } : { kind: 'other', link };
}

/** Where a sysop sets it, since Mastodon 4.1. */
export const statusLinkSetting = 'Administration → Server settings → About → Status page URL';

function plain(address: string): string {
  return (URL.parse(address.trim())?.href ?? address.trim()).replace(/\/+$/, '');
}

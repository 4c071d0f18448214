/**
 * Paths of the public files below the root of the site, without a slash in front. Pages end in a slash, so that their
 * links are the same whether the daemon or a static host serves them.
 */
export const paths = {
  start: '',
  server: (domain: string): string => `servers/${encodeURIComponent(domain)}/`,
  incidents: 'incidents/',
  incident: (id: string): string => `incidents/${encodeURIComponent(id)}/`,
  announcement: (id: string): string => `announcements/${encodeURIComponent(id)}/`,
  feed: 'history.atom',
  api: (name: string): string => `api/v2/${name}.json`,
  serverBadge: (domain: string): string => `badge/${encodeURIComponent(domain)}.svg`,
  componentBadge: (domain: string, name: string): string => `badge/${encodeURIComponent(domain)}/${name}.svg`,
  asset: (name: string): string => `assets/${name}`,
} as const;

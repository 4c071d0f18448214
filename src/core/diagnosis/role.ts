/** Which part a component plays in a server, as far as rules are concerned. */
export const roles = [
  'page',
  'profile',
  'api',
  'timeline',
  'streaming',
  'streaming_websocket',
  'streaming_database',
  'host_meta',
  'webfinger',
  'nodeinfo',
  'storage',
  'health',
  'database',
  'assets',
  'freshness',
  'edge',
] as const;

export type Role = (typeof roles)[number];

/** Roles by the names that presets give to components. One of another name counts for its host alone. */
export const presetRoles: Readonly<Record<string, Role>> = {
  main_page: 'page',
  user_page: 'profile',
  api: 'api',
  timeline: 'timeline',
  streaming: 'streaming',
  streaming_websocket: 'streaming_websocket',
  streaming_database: 'streaming_database',
  host_meta: 'host_meta',
  activitypub: 'webfinger',
  nodeinfo: 'nodeinfo',
  object_storage: 'storage',
  health: 'health',
  database: 'database',
  assets: 'assets',
  freshness: 'freshness',
  edge: 'edge',
};

/** Roles that the web process answers itself. */
export const webProcessRoles: readonly Role[] = [
  'page',
  'profile',
  'api',
  'timeline',
  'freshness',
  'host_meta',
  'webfinger',
  'nodeinfo',
  'health',
  'database',
];

/** Roles that a process of their own answers. */
export const streamingRoles: readonly Role[] = ['streaming', 'streaming_websocket', 'streaming_database'];

/** Roles whose good answers had to be read from the database. The instance API is kept elsewhere for minutes. */
export const databaseRoles: readonly Role[] = ['webfinger', 'timeline', 'freshness', 'database'];

/** Roles that show the site itself, to people and to apps. */
export const siteRoles: readonly Role[] = ['page', 'profile', 'api'];

/** Roles that other servers ask for at the domain of handles. */
export const federationRoles: readonly Role[] = ['host_meta', 'webfinger'];

/** The role of a component: by its name, else by its type where that leaves no choice. */
export function roleOf({ name, type }: { readonly name: string; readonly type: string }): Role | null {
  if (Object.hasOwn(presetRoles, name)) return presetRoles[name] ?? null;
  return type === 'activitypub' ? 'webfinger' : null;
}

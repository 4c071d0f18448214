import type { Site } from '../site.ts';
import { avatarPath } from '../storage.ts';

/** Address of the account's picture. */
export function avatarUrl({ storageOrigin }: Site): string {
  return storageOrigin + avatarPath;
}

/** The account as the Mastodon API shows it. `url`: its page for people, where that is not `/@account`. */
export function accountEntity(
  site: Site,
  url = `${site.webOrigin}/@${site.account}`,
): Readonly<Record<string, unknown>> {
  return {
    id: '1',
    username: site.account,
    acct: site.account,
    display_name: 'Admin',
    locked: false,
    bot: false,
    created_at: '2022-11-20T00:00:00.000Z',
    note: '',
    url,
    avatar: avatarUrl(site),
    avatar_static: avatarUrl(site),
    header: `${site.webOrigin}/headers/original/missing.png`,
    followers_count: 5,
    following_count: 3,
    statuses_count: 8,
    emojis: [],
    fields: [],
  };
}

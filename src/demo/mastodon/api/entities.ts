import type { Mastodon } from '../mastodon.ts';
import { avatarUrl } from '../page/layout.ts';

/** The account as the API shows it. */
export function accountEntity(mastodon: Mastodon): Readonly<Record<string, unknown>> {
  const { site } = mastodon;
  return {
    id: '1',
    username: site.account,
    acct: site.account,
    display_name: 'Admin',
    locked: false,
    bot: false,
    created_at: '2022-11-20T00:00:00.000Z',
    note: '',
    url: `${site.webOrigin}/@${site.account}`,
    avatar: avatarUrl(mastodon),
    avatar_static: avatarUrl(mastodon),
    header: `${site.webOrigin}/headers/original/missing.png`,
    followers_count: 5,
    following_count: 3,
    statuses_count: 8,
    emojis: [],
    fields: [],
  };
}

import { accountEntity } from '../../api/account.ts';
import type { EndpointFactory, Mastodon } from '../mastodon.ts';
import { apiAnswer } from '../rails.ts';

const minuteMs = 60_000;

/** `GET /api/v1/timelines/public`: one post of this server, one that just came in from another. */
export const timeline: EndpointFactory = mastodon => ({
  path: '/api/v1/timelines/public',
  component: 'timeline',
  needs: ['database', 'schema'],
  errors: 'json',
  answer: ({ query }) => {
    const wanted = (post: Post): boolean =>
      (query.get('local') !== 'true' || !post.remote) && (query.get('remote') !== 'true' || post.remote);
    const limit = Number(query.get('limit') ?? 20);
    const posts = recentPosts(mastodon).filter(wanted).slice(0, limit);
    return apiAnswer(
      mastodon,
      posts.map(({ status }) => status),
      { cache: mastodon.traits.timelineCache },
    );
  },
});

interface Post {
  readonly remote: boolean;
  readonly status: Readonly<Record<string, unknown>>;
}

function recentPosts(mastodon: Mastodon): readonly Post[] {
  const { site } = mastodon;
  const account = accountEntity(mastodon.site);
  const thisMinute = Math.floor(mastodon.now() / minuteMs) * minuteMs;
  const visitor = { ...account, id: '2', username: 'visitor', acct: 'visitor@remote.example' };
  return [
    newPost(true, visitor, 'https://remote.example/@visitor/2', thisMinute),
    newPost(false, account, `${site.webOrigin}/@${site.account}/1`, thisMinute - 30 * minuteMs),
  ];
}

function newPost(remote: boolean, account: unknown, url: string, at: number): Post {
  const status = {
    id: url.slice(url.lastIndexOf('/') + 1),
    created_at: new Date(at).toISOString(),
    visibility: 'public',
    uri: url,
    url,
    content: '<p>All is well.</p>',
    account,
  };
  return { remote, status };
}

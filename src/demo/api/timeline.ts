import { jsonAnswer } from '../answers.ts';
import type { Endpoint } from '../endpoint.ts';
import { type Fault, replacing } from '../fault.ts';
import type { Site } from '../site.ts';
import { accountEntity } from './account.ts';

/** How long ago the post of this server was written. The one from elsewhere has just come in. */
const localAgeMs = 1_800_000;
const minuteMs = 60_000;

interface Post {
  readonly remote: boolean;
  readonly status: Readonly<Record<string, unknown>>;
}

/** The posts of a public timeline that a request asks for: one of this server, one that came from another. */
export function publicPosts(site: Site, now: number, query: URLSearchParams): readonly object[] {
  const thisMinute = Math.floor(now / minuteMs) * minuteMs;
  const account = accountEntity(site);
  const visitor = { ...account, id: '2', username: 'visitor', acct: 'visitor@remote.example' };
  const posts = [
    post(true, visitor, 'https://remote.example/@visitor/2', thisMinute),
    post(false, account, `${site.webOrigin}/@${site.account}/1`, thisMinute - localAgeMs),
  ];
  const isWanted = ({ remote }: Post): boolean =>
    (query.get('local') !== 'true' || !remote) && (query.get('remote') !== 'true' || remote);
  const limit = Number(query.get('limit') ?? 20);
  return posts
    .filter(isWanted)
    .slice(0, limit)
    .map(({ status }) => status);
}

function post(remote: boolean, account: unknown, url: string, at: number): Post {
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

/** `GET /api/v1/timelines/public`, as software with the Mastodon API has it. */
export function publicTimeline(site: Site, now: () => number): Endpoint {
  return {
    path: '/api/v1/timelines/public',
    component: 'timeline',
    needs: ['database'],
    answer: ({ query }) => jsonAnswer(publicPosts(site, now(), query)),
  };
}

/** A mode of operation: the feeds are for members. */
export function timelineClosed(status: number, error: string): Fault {
  return replacing(
    {
      id: 'timeline_closed',
      summary: `No fault but a setting: the public timelines are shown to members only (${status}).`,
      diagnosis: null,
      layer: 'program',
    },
    ({ component }) => component === 'timeline',
    () => jsonAnswer({ error }, { status }),
  );
}

import { publicPosts } from '../../api/timeline.ts';
import type { EndpointFactory } from '../mastodon.ts';
import { apiAnswer } from '../rails.ts';

/** `GET /api/v1/timelines/public`: one post of this server, one that just came in from another. */
export const timeline: EndpointFactory = mastodon => ({
  path: '/api/v1/timelines/public',
  component: 'timeline',
  needs: ['database', 'schema'],
  errors: 'json',
  answer: ({ query }) =>
    apiAnswer(mastodon, publicPosts(mastodon.site, mastodon.now(), query), {
      cache: mastodon.traits.timelineCache,
    }),
});

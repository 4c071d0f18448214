import type { EndpointFactory } from '../mastodon.ts';
import { controllerAnswer, json } from '../rails.ts';

/** Where the nodeinfo document is, since 3.0. */
export const nodeinfoLinks: EndpointFactory = mastodon => {
  if (!mastodon.traits.nodeinfo) return null;
  return {
    path: '/.well-known/nodeinfo',
    component: 'nodeinfo',
    needs: [],
    errors: 'json',
    answer: () =>
      controllerAnswer(mastodon, {
        type: json,
        cache: 'max-age=259200, public',
        body: JSON.stringify({
          links: [
            {
              rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0',
              href: `${mastodon.site.webOrigin}/nodeinfo/2.0`,
            },
          ],
        }),
      }),
  };
};

/** The nodeinfo document: what software this is. Its numbers come from Redis. */
export const nodeinfo: EndpointFactory = mastodon => {
  if (!mastodon.traits.nodeinfo) return null;
  return {
    path: '/nodeinfo/2.0',
    component: 'nodeinfo',
    needs: ['redis', 'database'],
    errors: 'json',
    answer: () =>
      controllerAnswer(mastodon, {
        type: json,
        cache: 'max-age=1800, public',
        body: JSON.stringify({
          version: '2.0',
          software: { name: 'mastodon', version: mastodon.traits.version },
          protocols: ['activitypub'],
          services: { outbound: [], inbound: [] },
          usage: { users: { total: 1, activeMonth: 1, activeHalfyear: 1 }, localPosts: 8 },
          openRegistrations: false,
          metadata: {},
        }),
      }),
  };
};

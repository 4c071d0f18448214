import { nodeinfoDocument, nodeinfoLinksDocument } from '../../federation/nodeinfo.ts';
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
        body: JSON.stringify(
          nodeinfoLinksDocument([{ schema: '2.0', href: `${mastodon.site.webOrigin}/nodeinfo/2.0` }]),
        ),
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
        body: JSON.stringify(nodeinfoDocument('2.0', { name: 'mastodon', version: mastodon.traits.version })),
      }),
  };
};

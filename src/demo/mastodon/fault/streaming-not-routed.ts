import { type Fault, replacing } from '../../fault.ts';
import type { Mastodon } from '../mastodon.ts';
import { notFound, redirectAnswer } from '../rails.ts';

/** Since 4.1.1 Rails sends such requests to the streaming host, which here is itself. */
export function streamingNotRouted(mastodon: Mastodon): Fault {
  return replacing(
    {
      id: 'streaming_not_routed',
      summary: 'The proxy sends streaming to Rails, which redirects each request to itself.',
      diagnosis: 'streaming_not_routed',
      layer: 'proxy',
    },
    ({ part }) => part === 'streaming',
    ({ path, search }) =>
      redirectAnswer(mastodon, 301, `http://${mastodon.site.streamingDomain}${path}${search}`),
  );
}

export function streamingUnknown(mastodon: Mastodon): Fault {
  return replacing(
    {
      id: 'streaming_not_routed_404',
      summary: 'The proxy sends streaming to Rails, which answers 404 as versions before 4.1.1 do.',
      diagnosis: 'streaming_not_routed',
      layer: 'proxy',
    },
    ({ part }) => part === 'streaming',
    request => notFound(mastodon, request),
  );
}

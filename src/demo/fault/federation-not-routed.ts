import { type Fault, replacing } from '../fault.ts';
import { nginxError } from '../nginx.ts';
import type { Site } from '../site.ts';

/** With a split domain only the bare one lost its redirects; the web domain still answers. */
export function federationNotRouted({ localDomain }: Site): Fault {
  return replacing(
    {
      id: 'federation_not_routed',
      summary:
        'The web server of the domain in handles answers 404 below /.well-known: other servers find nobody.',
      diagnosis: 'federation_not_routed',
      layer: 'proxy',
    },
    (_route, { path, host }) => host === localDomain && path.startsWith('/.well-known/'),
    () => nginxError(404),
  );
}

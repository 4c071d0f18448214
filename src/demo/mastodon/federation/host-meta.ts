import { hostMetaJrd, hostMetaXrd } from '../../federation/host-meta.ts';
import { wantsJson } from '../../message.ts';
import type { EndpointFactory } from '../mastodon.ts';
import { controllerAnswer } from '../rails.ts';

/** Host-meta (RFC 6415): where webfinger is. Asks neither database nor Redis. JSON since 4.4, on request. */
export const hostMeta: EndpointFactory = mastodon => ({
  path: /^\/\.well-known\/host-meta(?:\.json)?$/,
  component: 'host_meta',
  needs: [],
  errors: 'html',
  answer: request => {
    const { site, traits } = mastodon;
    const asJson = traits.hostMetaJson && (request.path.endsWith('.json') || wantsJson(request));
    return controllerAnswer(mastodon, {
      type: asJson ? 'application/json; charset=utf-8' : 'application/xrd+xml; charset=utf-8',
      cache: 'max-age=259200, public',
      vary: traits.pageVary === null ? null : 'Origin',
      body: asJson
        ? JSON.stringify(hostMetaJrd(site))
        : hostMetaXrd(site, traits.hostMetaType ? 'application/xrd+xml' : null),
    });
  },
});

import { wantsJson } from '../../message.ts';
import type { EndpointFactory, Mastodon } from '../mastodon.ts';
import { controllerAnswer } from '../rails.ts';

/** Host-meta (RFC 6415): where webfinger is. Asks neither database nor Redis. JSON since 4.4, on request. */
export const hostMeta: EndpointFactory = mastodon => ({
  path: /^\/\.well-known\/host-meta(?:\.json)?$/,
  component: 'host_meta',
  needs: [],
  errors: 'html',
  answer: request => {
    const { traits } = mastodon;
    const asJson = traits.hostMetaJson && (request.path.endsWith('.json') || wantsJson(request));
    return controllerAnswer(mastodon, {
      type: asJson ? 'application/json; charset=utf-8' : 'application/xrd+xml; charset=utf-8',
      cache: 'max-age=259200, public',
      vary: traits.pageVary === null ? null : 'Origin',
      body: asJson
        ? JSON.stringify({ links: [{ rel: 'lrdd', template: template(mastodon) }] })
        : xrd(mastodon),
    });
  },
});

function xrd(mastodon: Mastodon): string {
  const type = mastodon.traits.hostMetaType ? ' type="application/xrd+xml"' : '';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">',
    `  <Link rel="lrdd"${type} template="${template(mastodon)}"/>`,
    '</XRD>\n',
  ].join('\n');
}

function template({ site }: Mastodon): string {
  return `${site.webOrigin}/.well-known/webfinger?resource={uri}`;
}

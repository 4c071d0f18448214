import { avatarUrl } from '../../api/account.ts';
import { wantsActivity } from '../../endpoint.ts';
import { handle } from '../../federation/resource.ts';
import type { HeaderList } from '../../message.ts';
import { actorUrl, type EndpointFactory, type Mastodon } from '../mastodon.ts';
import { notFound, redirectAnswer } from '../rails.ts';
import { page } from './layout.ts';

/** The page of an account. Other servers get the actor document at the same address. */
export const profile: EndpointFactory = mastodon => ({
  path: /^\/@[\w.-]+$/,
  accepts: request => !wantsActivity(request),
  component: 'user_page',
  needs: ['frontend', 'database', 'schema'],
  errors: 'html',
  answer: request => {
    const { site, traits } = mastodon;
    if (request.path.slice(2).toLowerCase() !== site.account) return notFound(mastodon, request);
    const title = `Admin (@${handle(site)})`;
    return page(mastodon, {
      title: `${title} - Fire drill`,
      cache: traits.profileCache,
      properties: {
        'og:type': 'profile',
        'og:url': `${site.webOrigin}/@${site.account}`,
        'og:site_name': 'Fire drill',
        'og:title': title,
        'og:image': avatarUrl(mastodon.site),
        'profile:username': handle(site),
      },
      head: `<link href='${actorUrl(mastodon)}' rel='alternate' type='application/activity+json'>`,
      content: `<div class='card h-card'><h1><span class='p-name'>Admin</span><small><span>@${handle(site)}</span></small></h1></div>`,
      headers: discoveryLinks(mastodon),
    });
  },
});

/** The old address of a profile. */
export const oldProfile: EndpointFactory = mastodon => ({
  path: /^\/users\/[\w.-]+$/,
  accepts: request => !wantsActivity(request) && !request.path.endsWith('.json'),
  component: 'user_page',
  needs: ['database'],
  errors: 'html',
  answer: request => {
    const name = request.path.slice('/users/'.length);
    if (name.toLowerCase() !== mastodon.site.account) return notFound(mastodon, request);
    return redirectAnswer(mastodon, 301, `/@${mastodon.site.account}`, [['Vary', 'Origin, Accept']]);
  },
});

function discoveryLinks(mastodon: Mastodon): HeaderList {
  const { site } = mastodon;
  const resource = encodeURIComponent(`acct:${handle(site)}`);
  const links = [
    `<${site.webOrigin}/.well-known/webfinger?resource=${resource}>; rel="lrdd"; type="application/jrd+json"`,
    `<${actorUrl(mastodon)}>; rel="alternate"; type="application/activity+json"`,
  ];
  return [['Link', links.join(', ')]];
}

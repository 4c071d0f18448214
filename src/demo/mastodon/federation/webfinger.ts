import { avatarUrl } from '../../api/account.ts';
import { accountName, handle } from '../../federation/resource.ts';
import { profileLink, selfLink, subscribeLink } from '../../federation/webfinger.ts';
import type { DemoAnswer } from '../../message.ts';
import type { Site } from '../../site.ts';
import { actorUrl, type EndpointFactory, type Mastodon } from '../mastodon.ts';
import { controllerAnswer, emptyAnswer } from '../rails.ts';

/** Webfinger (RFC 7033) for the account and, since 3.0, for the instance actor `domain@domain`. */
export const webfinger: EndpointFactory = mastodon => ({
  path: '/.well-known/webfinger',
  component: 'activitypub',
  needs: ['database'],
  errors: 'json',
  answer: ({ query }) => {
    const name = accountName(mastodon.site, query.get('resource') ?? '');
    if (name === null) return emptyAnswer(mastodon, mastodon.traits.badResourceStatus);
    if (name === mastodon.site.account) return found(mastodon, accountDocument(mastodon));
    if (name === mastodon.site.localDomain && mastodon.traits.instanceActor) {
      return found(mastodon, instanceActorDocument(mastodon.site));
    }
    return emptyAnswer(mastodon, 404);
  },
});

function found(mastodon: Mastodon, document: unknown): DemoAnswer {
  return controllerAnswer(mastodon, {
    type: 'application/jrd+json; charset=utf-8',
    cache: 'max-age=259200, public',
    vary: mastodon.traits.pageVary === null ? null : 'Origin',
    body: JSON.stringify(document),
  });
}

function accountDocument(mastodon: Mastodon): unknown {
  const { site } = mastodon;
  const page = `${site.webOrigin}/@${site.account}`;
  return {
    subject: `acct:${handle(site)}`,
    aliases: [page, actorUrl(mastodon)],
    links: [
      profileLink(page),
      selfLink(actorUrl(mastodon)),
      subscribeLink(`${site.webOrigin}/authorize_interaction?uri={uri}`),
      ...versionedLinks(mastodon),
    ],
  };
}

/** Links that came and went: OStatus until 2.9, the picture since 4.2. */
function versionedLinks(mastodon: Mastodon): readonly object[] {
  const { site, traits } = mastodon;
  const old = [
    {
      rel: 'http://schemas.google.com/g/2010#updates-from',
      type: 'application/atom+xml',
      href: `${site.webOrigin}/users/${site.account}.atom`,
    },
    { rel: 'salmon', href: `${site.webOrigin}/api/salmon/1` },
    { rel: 'magic-public-key', href: 'data:application/magic-public-key,RSA.AQAB.AQAB' },
  ];
  const avatar = [
    { rel: 'http://webfinger.net/rel/avatar', type: 'image/png', href: avatarUrl(mastodon.site) },
  ];
  return { ostatus: old, plain: [], avatar }[traits.webfingerLinks];
}

function instanceActorDocument({ localDomain, webOrigin }: Site): unknown {
  return {
    subject: `acct:${localDomain}@${localDomain}`,
    aliases: [`${webOrigin}/actor`],
    links: [profileLink(`${webOrigin}/about/more?instance_actor=true`), selfLink(`${webOrigin}/actor`)],
  };
}

import { wantsActivity } from '../../endpoint.ts';
import { type ActorFields, actorDocument } from '../../federation/actor.ts';
import type { DemoAnswer } from '../../message.ts';
import { actorUrl, type EndpointFactory, type Mastodon } from '../mastodon.ts';
import { controllerAnswer, notFound } from '../rails.ts';

/** The actor document of an account: at its old and new id, and at the page when asked for it. */
export const actor: EndpointFactory = mastodon => ({
  path: /^\/(?:@[\w.-]+|users\/[\w.-]+|ap\/users\/\d+)$/,
  accepts: request => wantsActivity(request) || /\.json$|^\/ap\//.test(request.path),
  component: 'activitypub',
  needs: ['database'],
  errors: 'json',
  answer: request => {
    const { site, traits } = mastodon;
    const [name = ''] = request.path.replace(/^\/(?:@|users\/|ap\/users\/)/, '').split('.json');
    const exists = request.path.startsWith('/ap/')
      ? traits.numericActors && name === '1'
      : name === site.account;
    if (!exists) return notFound(mastodon, request);
    return document(mastodon, 'max-age=180, public', {
      id: actorUrl(mastodon),
      type: 'Person',
      preferredUsername: site.account,
      name: 'Admin',
      url: `${site.webOrigin}/@${site.account}`,
    });
  },
});

/** The actor that the server itself acts as, since 3.0. Readable without a signature in every mode. */
export const instanceActor: EndpointFactory = mastodon => {
  const { site, traits } = mastodon;
  if (!traits.instanceActor) return null;
  return {
    path: '/actor',
    component: 'activitypub',
    needs: ['database'],
    errors: 'json',
    answer: () =>
      document(mastodon, 'max-age=600, public', {
        id: `${site.webOrigin}/actor`,
        type: 'Application',
        preferredUsername: site.localDomain,
        url: `${site.webOrigin}/about/more?instance_actor=true`,
      }),
  };
};

function document(mastodon: Mastodon, cache: string, fields: ActorFields): DemoAnswer {
  return controllerAnswer(mastodon, {
    type: 'application/activity+json; charset=utf-8',
    cache,
    vary: 'Accept, Origin',
    body: JSON.stringify(actorDocument(fields, mastodon.site.webOrigin)),
  });
}

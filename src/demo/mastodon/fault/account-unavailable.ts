import { type Fault, replacing } from '../../fault.ts';
import { accountName } from '../../federation/resource.ts';
import type { DemoRequest } from '../../message.ts';
import type { Route } from '../../route.ts';
import type { Mastodon } from '../mastodon.ts';
import { emptyAnswer, errorAnswer, notFound } from '../rails.ts';

export function accountUnavailable(mastodon: Mastodon): Fault {
  return replacing(
    {
      id: 'account_unavailable',
      summary: 'The probed account is no more known by that name: its page, webfinger and actor answer 404.',
      diagnosis: 'account_unavailable',
      layer: 'program',
    },
    (route, request) => isAboutAccount(mastodon, route, request),
    request => (isWebfinger(request) ? emptyAnswer(mastodon, 404) : notFound(mastodon, request)),
  );
}

/** A temporary suspension hides the page from people only. */
export function accountSuspended(mastodon: Mastodon): Fault {
  return replacing(
    {
      id: 'account_unavailable_suspended',
      summary: 'The probed account is suspended for a while: its page answers 403.',
      diagnosis: 'account_unavailable',
      layer: 'program',
    },
    ({ component }) => component === 'user_page',
    request =>
      errorAnswer(mastodon, request, 403, 'This action is not allowed', 'This account is suspended.'),
  );
}

export function accountGone(mastodon: Mastodon): Fault {
  return replacing(
    {
      id: 'account_unavailable_gone',
      summary: 'The probed account is suspended for good: its page, webfinger and actor answer 410.',
      diagnosis: 'account_unavailable',
      layer: 'program',
    },
    (route, request) => isAboutAccount(mastodon, route, request),
    request =>
      isWebfinger(request)
        ? emptyAnswer(mastodon, 410)
        : errorAnswer(
            mastodon,
            request,
            410,
            'Gone',
            'The page you were looking for does not exist here anymore.',
          ),
  );
}

/** The instance actor is no account that anybody could suspend. */
function isAboutAccount({ site }: Mastodon, { part, component }: Route, request: DemoRequest): boolean {
  if (part !== 'application') return false;
  if (isWebfinger(request)) return accountName(site, request.query.get('resource') ?? '') === site.account;
  return component === 'user_page' || (component === 'activitypub' && request.path !== '/actor');
}

function isWebfinger({ path }: DemoRequest): boolean {
  return path === '/.well-known/webfinger';
}

import type { Fault } from '../../fault.ts';
import type { DemoAnswer, DemoRequest } from '../../message.ts';
import type { Route } from '../../route.ts';
import type { Mastodon } from '../mastodon.ts';
import { apiAnswer, controllerAnswer, json, notFound, redirectAnswer, uncached } from '../rails.ts';
import { refusal } from '../streaming.ts';

/** A mode of operation: everything works, but for members and allowed servers only. */
export function limitedFederation(mastodon: Mastodon): Fault {
  return {
    id: 'limited_federation',
    summary:
      'No fault but a mode (LIMITED_FEDERATION_MODE): profiles ask for a sign-in, the API for a token.',
    diagnosis: null,
    layer: 'program',
    intercept: ({ request, route }, next) => closed(mastodon, request, route) ?? next(request),
  };
}

/** What strangers get by component; null where they are let in. */
const closedAnswers: Readonly<
  Record<string, (mastodon: Mastodon, request: DemoRequest) => DemoAnswer | null>
> = {
  user_page: mastodon => redirectAnswer(mastodon, 302, '/auth/sign_in'),
  main_page: (mastodon, request) => {
    if (!mastodon.traits.limitedAboutHidden) return null;
    return request.path === '/'
      ? redirectAnswer(mastodon, 302, '/auth/sign_in')
      : notFound(mastodon, request);
  },
  api: mastodon => (mastodon.traits.limitedInstanceStatus === 401 ? loginWanted(mastodon) : null),
  timeline: loginWanted,
  activitypub: (mastodon, request) => (isAccountDocument(request) ? signatureWanted(mastodon) : null),
  streaming_websocket: ({ traits }) =>
    traits.anonymousWebSocket === 'open' ? refusal(traits, 401, 'Missing access token') : null,
};

function closed(mastodon: Mastodon, request: DemoRequest, { component }: Route): DemoAnswer | null {
  return closedAnswers[component ?? '']?.(mastodon, request) ?? null;
}

function loginWanted(mastodon: Mastodon): DemoAnswer {
  const error = { error: 'This method requires an authenticated user' };
  return apiAnswer(mastodon, error, { status: 401, cache: 'private, no-store' });
}

function isAccountDocument({ path }: DemoRequest): boolean {
  return path !== '/actor' && !path.startsWith('/.well-known/');
}

function signatureWanted(mastodon: Mastodon): DemoAnswer {
  const body = JSON.stringify({ error: 'Request not signed' });
  return controllerAnswer(mastodon, { status: 401, type: json, cache: uncached, body });
}

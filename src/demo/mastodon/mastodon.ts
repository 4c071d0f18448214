import type { Endpoint } from '../endpoint.ts';
import type { Site } from '../site.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Traits } from './traits.ts';

/** One simulated installation of Mastodon: what every endpoint may look at. */
export interface Mastodon {
  readonly site: Site;
  readonly traits: Traits;
  readonly rateLimit: RateLimit;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One thing that Rails answers to, if only in some versions. */
export interface RailsEndpoint extends Endpoint {
  /** How Rails words an error of its own here. */
  readonly errors: 'html' | 'json';
}

/** Makes an endpoint for one installation; null: this version has no such thing. */
export type EndpointFactory = (mastodon: Mastodon) => RailsEndpoint | null;

/** Id of the account's ActivityPub actor. */
export function actorUrl({ site, traits }: Mastodon): string {
  return traits.numericActors ? `${site.webOrigin}/ap/users/1` : `${site.webOrigin}/users/${site.account}`;
}

import type { DemoAnswer, DemoRequest } from '../message.ts';
import type { Dependency } from '../route.ts';
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
export interface Endpoint {
  /** Exact path, or a pattern for the whole of it. */
  readonly path: string | RegExp;
  /** Which requests for this path are meant; all of them when absent. */
  readonly accepts?: (request: DemoRequest) => boolean;
  readonly component: string | null;
  readonly needs: readonly Dependency[];
  readonly outlivesDatabaseMs?: number;
  /** How Rails words an error of its own here. */
  readonly errors: 'html' | 'json';
  answer(request: DemoRequest): DemoAnswer;
}

/** Makes an endpoint for one installation; null: this version has no such thing. */
export type EndpointFactory = (mastodon: Mastodon) => Endpoint | null;

/** Whether a request is from another server that asks for the ActivityPub document behind a page. */
export function wantsActivity({ accept }: DemoRequest): boolean {
  return /^application\/(?:activity\+json|ld\+json|json)\b/.test(accept);
}

/** `admin@example.social`. */
export function handle({ account, localDomain }: Site): string {
  return `${account}@${localDomain}`;
}

/** Id of the account's ActivityPub actor. */
export function actorUrl({ site, traits }: Mastodon): string {
  return traits.numericActors ? `${site.webOrigin}/ap/users/1` : `${site.webOrigin}/users/${site.account}`;
}

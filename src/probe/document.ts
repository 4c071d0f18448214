/** What the probe types that fetch a document share: how it is asked for, and where else when it is not there. */
import { z } from 'zod';
import type { Outcome } from '../core/outcome.ts';
import { type AssertionSettings, assertionContradictions } from './keys/assertions.ts';
import { httpUrl } from './keys/http-url.ts';
import { type NetworkKeySettings, networkContradictions, toNetworkSettings } from './keys/network.ts';
import {
  type RequestSettings,
  requestContradictions,
  toHeaders,
  versionContradictions,
} from './keys/request.ts';
import type { SettingsIssue } from './probe-type.ts';
import { type FetchRun, fetchAnswer } from './transport/fetch-answer.ts';
import { afterwards } from './transport/sequence.ts';
import type { HttpRequest, NetworkSettings } from './transport/types.ts';

/** The key `fallback_url`. */
export const fallbackUrl: z.ZodDefault<z.ZodNullable<z.ZodType<URL, string>>> = httpUrl
  .nullable()
  .default(null)
  .describe(
    'What to ask for instead when `url` is not there (404 or 410), as with older versions of a server.',
  );

/** The settings of a request for a document. */
export interface DocumentSettings extends RequestSettings, NetworkKeySettings {
  readonly url: URL;
  readonly fallback_url: URL | null;
}

/** Mistakes between the keys of a document. */
export function documentContradictions(
  settings: DocumentSettings & AssertionSettings,
): readonly SettingsIssue[] {
  return [
    ...requestContradictions(settings),
    ...versionContradictions(settings),
    ...networkContradictions(settings),
    ...assertionContradictions(settings),
  ];
}

/** Asks for a document as configured, over the network as given. */
export type AskForDocument = (network: NetworkSettings, run: FetchRun) => Promise<Outcome>;

/** An answer that is not there is asked for elsewhere; then that answer counts, and the time of both. */
export function documentRequest(settings: DocumentSettings, configured: NetworkSettings): AskForDocument {
  const request = { ...toRequest(settings, settings.url), network: configured };
  if (settings.fallback_url === null) return (network, run) => fetchAnswer(over(request, network), run);
  const fallback = toRequest(settings, settings.fallback_url);
  return async (network, run) => {
    const outcome = await fetchAnswer(over(request, network), run);
    const status = outcome.http?.status;
    if (outcome.kind === 'failure' || (status !== 404 && status !== 410)) return outcome;
    return afterwards(outcome, await fetchAnswer({ ...fallback, network }, run));
  };
}

/** The same request each time that it goes over the network as configured: what is worked out of it is kept. */
function over(request: HttpRequest, network: NetworkSettings): HttpRequest {
  return network === request.network ? request : { ...request, network };
}

/** A request for one address with everything else as configured. */
export function toRequest(
  settings: Omit<DocumentSettings, 'url' | 'fallback_url'>,
  { href }: URL,
): HttpRequest {
  return {
    url: href,
    method: settings.method,
    headers: toHeaders(settings),
    body: settings.body,
    redirects: settings.redirects,
    bustCache: settings.cache === 'bust',
    http2: settings.http2,
    maxBodyBytes: settings.max_body,
    network: toNetworkSettings(settings),
  };
}

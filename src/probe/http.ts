import { z } from 'zod';
import type { Outcome } from '../core/outcome.ts';
import { askEachFamily, faultBy } from './families.ts';
import { assertionContradictions, assertionKeys, successStatuses, toAssertions } from './keys/assertions.ts';
import { httpUrl, publicUrl } from './keys/http-url.ts';
import { networkContradictions, networkKeys, toNetworkSettings } from './keys/network.ts';
import { requestContradictions, requestKeys, toHeaders } from './keys/request.ts';
import { defineProbeType, type ProbeType } from './probe-type.ts';
import { type FetchRun, fetchAnswer } from './transport/fetch-answer.ts';
import { afterwards } from './transport/sequence.ts';
import type { HttpRequest } from './transport/types.ts';

const settings = z.strictObject({
  url: httpUrl.describe('What to ask for. Credentials have keys of their own.'),
  fallback_url: httpUrl
    .nullable()
    .default(null)
    .describe(
      'What to ask for instead when `url` is not there (404 or 410), as with older versions of a server.',
    ),
  ...requestKeys,
  ...networkKeys,
  ...assertionKeys,
});

type Settings = z.output<typeof settings>;

/** Asks a web server and judges its answer. */
export const http: ProbeType = defineProbeType({
  name: 'http',
  summary: 'An HTTP request; the answer is judged by its status, headers, body and time.',
  settings,
  contradictions: input => [
    ...requestContradictions(input),
    ...networkContradictions(input),
    ...assertionContradictions(input),
  ],
  prepare: input => {
    const assertions = toAssertions(input, { status: successStatuses, notStale: true });
    const request = toRequest(input, input.url);
    const fallback = input.fallback_url === null ? null : toRequest(input, input.fallback_url);
    const ask = (network: HttpRequest['network'], run: FetchRun): Promise<Outcome> =>
      askWithFallback({ ...request, network }, fallback === null ? null : { ...fallback, network }, run);
    return {
      target: publicUrl(input.url),
      assertions,
      requests: input.ip === 'both' ? 2 : 1,
      start:
        ({ userAgent }) =>
        ({ signal }) => {
          const run = { signal, userAgent };
          if (input.ip !== 'both') return ask(request.network, run);
          return askEachFamily(request.network, network => ask(network, run), faultBy(assertions));
        },
    };
  },
});

function toRequest(input: Settings, url: URL): HttpRequest {
  return {
    url: url.href,
    method: input.method,
    headers: toHeaders(input),
    body: input.body,
    redirects: input.redirects,
    bustCache: input.cache === 'bust',
    maxBodyBytes: input.max_body,
    network: toNetworkSettings(input),
  };
}

/** An answer that is not there is asked for elsewhere; then that answer counts, and the time of both. */
async function askWithFallback(
  request: HttpRequest,
  fallback: HttpRequest | null,
  run: FetchRun,
): Promise<Outcome> {
  const outcome = await fetchAnswer(request, run);
  const status = outcome.http?.status;
  if (fallback === null || outcome.kind === 'failure' || (status !== 404 && status !== 410)) return outcome;
  return afterwards(outcome, await fetchAnswer(fallback, run));
}

/** Asks for a page, and then for the first script that it loads: a page without its scripts stays blank. */
import { z } from 'zod';
import type { Observation, Outcome, Proof } from '../core/outcome.ts';
import type { FailureCode } from '../core/reason.ts';
import { documentContradictions, documentRequest, fallbackUrl, toRequest } from './document.ts';
import { requestsOver, startAsking } from './families.ts';
import { assertionKeys, successStatuses, toAssertions } from './keys/assertions.ts';
import { httpUrl, publicUrl } from './keys/http-url.ts';
import { networkKeys, toNetworkSettings } from './keys/network.ts';
import { requestKeys } from './keys/request.ts';
import { firstScript } from './page-asset/first-script.ts';
import { defineProbeType, type ProbeType } from './probe-type.ts';
import { type FetchRun, fetchAnswer } from './transport/fetch-answer.ts';
import { afterwards } from './transport/sequence.ts';
import type { NetworkSettings } from './transport/types.ts';

const { restricted: _, content_age: _age, ...expectations } = assertionKeys;

const settings = z.strictObject({
  url: httpUrl.describe('The page. Credentials have keys of their own, and are for its origin alone.'),
  fallback_url: fallbackUrl,
  ...requestKeys,
  ...networkKeys,
  ...expectations,
});

type Settings = z.output<typeof settings>;

/** The probe type `page_asset`. */
export const pageAsset: ProbeType = defineProbeType({
  name: 'page_asset',
  summary:
    'A page and the first script that it loads: two requests. The script is judged, or the page when that fails.',
  settings,
  contradictions: documentContradictions,
  prepare: input => {
    // Scripts have the hash of their content in their name: an old copy is as good.
    const assertions = toAssertions(input, { status: successStatuses, notStale: false });
    const network = toNetworkSettings(input);
    const ask = askForScript(input, network);
    return {
      target: publicUrl(input.url),
      assertions,
      requests: requestsOver(input.ip, 2),
      start: startAsking(ask, { ip: input.ip, network, assertions }),
    };
  },
});

function askForScript(
  input: Settings,
  configured: NetworkSettings,
): (network: NetworkSettings, run: FetchRun) => Promise<Outcome> {
  const askForPage = documentRequest(input, configured);
  return async (network, run) => {
    const page = await askForPage(network, run);
    if (page.kind === 'failure' || !isSuccess(page)) return page;
    const found = scriptOf(page);
    if (!found.ok) return { ...page, proofs: [found.proof] };
    const request = { ...toRequest(input, found.url), method: 'GET', body: null, network };
    // As after a redirect: what is configured for one origin is no other's business.
    const headers = found.url.origin === input.url.origin ? request.headers : [];
    const script = await fetchAnswer({ ...request, headers }, run);
    return afterwards(page, { ...script, proofs: [found.proof] });
  };
}

function isSuccess({ http }: Observation): boolean {
  return http !== undefined && http.status >= 200 && http.status <= 299;
}

type Found =
  | { readonly ok: true; readonly url: URL; readonly proof: Proof }
  | { readonly ok: false; readonly proof: Proof };

function scriptOf({ text = '', http }: Observation): Found {
  const written = firstScript(text);
  const from = URL.parse(http?.url ?? '');
  if (written === null || from === null) return unusable('none', 'keyword_missing');
  const base = URL.parse(written.base, from.href) ?? from;
  const url = URL.parse(written.address, base.href);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return unusable('an address that is neither http nor https', 'redirect_bad_scheme');
  }
  // Browsers refuse it, too: mixed content.
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    return unusable('http, on a page of https', 'redirect_downgrade');
  }
  url.username = '';
  url.password = '';
  return { ok: true, url, proof: { ...sought, pass: true, actual: publicUrl(url) } };
}

const sought = { kind: 'script', expected: 'a script that the page loads' } as const;

function unusable(actual: string, code: FailureCode): Found {
  return { ok: false, proof: { ...sought, pass: false, actual, code } };
}

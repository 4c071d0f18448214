/**
 * Asks a server for one of its accounts the way that other servers do before they federate: host-meta, the template in
 * it, webfinger, the link to the actor, and, if wanted, the actor.
 */
import { z } from 'zod';
import { describeValue } from '../core/assertion/value-test.ts';
import type { Outcome } from '../core/outcome.ts';
import {
  type Account,
  acctUri,
  describeSubject,
  instanceActor,
  parseAccount,
} from './activitypub/account.ts';
import { actorAccept, actorExpected, readActor } from './activitypub/actor.ts';
import { type Answer, Chain, requireSuccess } from './activitypub/chain.ts';
import {
  defaultTemplate,
  hostMetaAccept,
  maxHostMetaBytes,
  readTemplate,
  webfingerUrl,
} from './activitypub/host-meta.ts';
import {
  readJrd,
  readSelfLink,
  readSubject,
  selfLinkExpected,
  webfingerAccept,
} from './activitypub/webfinger.ts';
import { askEachFamily, faultBy } from './families.ts';
import { assertionContradictions, assertionKeys, toAssertions } from './keys/assertions.ts';
import { httpUrl } from './keys/http-url.ts';
import { networkContradictions, networkKeys, toNetworkSettings } from './keys/network.ts';
import { requestKeys } from './keys/request.ts';
import { originOf } from './origin.ts';
import { defineProbeType, type ProbeType, type ServerContext } from './probe-type.ts';
import { type FetchRun, fetchAnswer } from './transport/fetch-answer.ts';
import type { HttpRequest, NetworkSettings } from './transport/types.ts';

const { keyword, keyword_absent, ignore_case, regex, regex_absent, json, max_latency, certificate } =
  assertionKeys;
const { redirects, cache, max_body } = requestKeys;

const settings = z.strictObject({
  url: httpUrl
    .refine(isOrigin, 'write scheme and host only, such as https://social.example')
    .optional()
    .describe(
      'Where host-meta and webfinger are asked for. Default: `https://` and the domain of the server (`http://` on loopback).',
    ),
  account: z
    .string()
    .refine(text => parseAccount(text, '') !== null, 'write user or user@domain')
    .optional()
    .describe(
      'The account to ask for: `user` or `user@domain`. Default: the account of the server, else the instance actor.',
    ),
  host_meta: z
    .enum(['required', 'optional', 'skip'])
    .default('required')
    .describe(
      'Whether the server must have host-meta. `optional`: without it webfinger is asked at its usual place; `skip`: always.',
    ),
  actor: z
    .boolean()
    .default(false)
    .describe('Whether to fetch the actor document too. 401 (signatures required) is a healthy answer.'),
  redirects,
  cache,
  max_body,
  ...networkKeys,
  keyword,
  keyword_absent,
  ignore_case,
  regex,
  regex_absent,
  json,
  max_latency,
  certificate,
});

type Settings = z.output<typeof settings>;

function isOrigin({ pathname, search, hash }: URL): boolean {
  return pathname === '/' && search === '' && hash === '';
}

/** The probe type `activitypub`. */
export const activitypub: ProbeType = defineProbeType({
  name: 'activitypub',
  summary: 'Follows host-meta and webfinger to the ActivityPub actor of an account.',
  settings,
  contradictions: read => [...assertionContradictions(read), ...networkContradictions(read)],
  prepare(read, server) {
    const plan = toPlan(read, server);
    // A stale copy breaks the chain itself, wherever it shows up.
    const assertions = toAssertions(read, { notStale: false });
    const requests = 1 + (plan.hostMeta === 'skip' ? 0 : 1) + (plan.actor ? 1 : 0);
    return {
      target: `${plan.origin}/.well-known/webfinger`,
      assertions,
      requests: read.ip === 'both' ? 2 * requests : requests,
      start:
        ({ userAgent }) =>
        ({ signal }) => {
          const run = { signal, userAgent };
          const { network } = plan.request;
          if (read.ip !== 'both') return runOnce(plan, network, run);
          return askEachFamily(network, one => runOnce(plan, one, run), faultBy(assertions));
        },
    };
  },
});

interface Plan {
  readonly origin: string;
  readonly account: Account;
  readonly hostMeta: 'required' | 'optional' | 'skip';
  readonly actor: boolean;
  /** What all requests have in common. */
  readonly request: Omit<HttpRequest, 'url' | 'headers'>;
}

function toPlan(read: Settings, server: ServerContext): Plan {
  const written = read.account ?? server.account;
  return {
    origin: read.url?.origin ?? originOf(server.domain),
    account: (written === null ? null : parseAccount(written, server.domain)) ?? instanceActor(server.domain),
    hostMeta: read.host_meta,
    actor: read.actor,
    request: {
      method: 'GET',
      body: null,
      redirects: read.redirects,
      bustCache: read.cache === 'bust',
      maxBodyBytes: read.max_body,
      network: toNetworkSettings(read),
    },
  };
}

/** Asks for one address with one `Accept`. @throws {ProbeFailure} when there is no answer. */
type Ask = (url: string, accept: string, maxBodyBytes?: number) => Promise<Answer>;

async function runOnce(plan: Plan, network: NetworkSettings, run: FetchRun): Promise<Outcome> {
  const chain = new Chain();
  const ask: Ask = async (url, accept, maxBodyBytes = plan.request.maxBodyBytes) => {
    const headers = [['Accept', accept]] as const;
    return chain.take(await fetchAnswer({ ...plan.request, url, headers, maxBodyBytes, network }, run));
  };
  try {
    return chain.observation(await follow(plan, chain, ask));
  } catch (error) {
    return chain.failure(error);
  }
}

/** Follows the chain to its end. @returns the webfinger document. */
async function follow(plan: Plan, chain: Chain, ask: Ask): Promise<string> {
  const template =
    plan.hostMeta === 'skip' ? defaultTemplate(plan.origin) : await findTemplate(plan, chain, ask);
  const { jrd, text } = await chain.establish(
    { kind: 'webfinger', expected: `a JRD document for ${acctUri(plan.account)}` },
    async () => {
      const answer = await ask(webfingerUrl(template, plan.account), webfingerAccept);
      requireSuccess(answer.http, 'wf_status');
      const value = { jrd: readJrd(answer.text), text: answer.text };
      return { value, actual: `a document with ${value.jrd.links.length} links` };
    },
  );
  await chain.establish({ kind: 'subject', expected: describeSubject(plan.account) }, () => {
    const subject = readSubject(jrd, plan.account);
    return { value: subject, actual: describeValue(subject) };
  });
  const href = await chain.establish({ kind: 'self_link', expected: selfLinkExpected }, () => {
    const url = readSelfLink(jrd);
    return { value: url, actual: describeValue(url) };
  });
  if (plan.actor) await checkActor(chain, () => ask(href, actorAccept));
  return text;
}

function findTemplate(plan: Plan, chain: Chain, ask: Ask): Promise<string> {
  return chain.establish({ kind: 'host_meta', expected: 'a template of webfinger' }, async () => {
    const url = `${plan.origin}/.well-known/host-meta`;
    const maxBytes = Math.min(maxHostMetaBytes, plan.request.maxBodyBytes);
    const { http, text } = await ask(url, hostMetaAccept, maxBytes);
    if (plan.hostMeta === 'optional' && isAbsent(http.status, text)) {
      return { value: defaultTemplate(plan.origin), actual: 'absent, as it may be' };
    }
    requireSuccess(http, 'hm_status');
    const template = readTemplate(text);
    return { value: template, actual: describeValue(template) };
  });
}

/** Single-page applications answer with a page where they have nothing. */
function isAbsent(status: number, text: string): boolean {
  return (
    status === 404 || status === 410 || (status === 200 && /^\s*<(?:!doctype\s+html|html)\b/i.test(text))
  );
}

function checkActor(chain: Chain, ask: () => Promise<Answer>): Promise<string> {
  return chain.establish({ kind: 'actor', expected: actorExpected }, async () => {
    const { http, text } = await ask();
    if (http.status === 401) return { value: '', actual: 'status 401: only signed requests are answered' };
    requireSuccess(http, 'actor_status');
    const id = readActor(text);
    return { value: id, actual: describeValue(id) };
  });
}

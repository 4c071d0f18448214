/**
 * Asks a server for one of its accounts the way that other servers do before they federate: host-meta, the template in
 * it, webfinger, the link to the actor, and, if wanted, the actor.
 */
import { z } from 'zod';
import { describeValue } from '../core/assertion/value-test.ts';
import {
  type Account,
  acctUri,
  describeSubject,
  instanceActor,
  parseAccount,
} from './activitypub/account.ts';
import { actorAccept, actorExpected, readActor } from './activitypub/actor.ts';
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
import {
  type Answer,
  type Ask,
  type Chain,
  type ChainRequest,
  type Follow,
  requireSuccess,
  runChain,
  type StatusMeanings,
  toChainRequest,
} from './chain.ts';
import { requestsOver, startAsking } from './families.ts';
import { assertionContradictions, toAssertions } from './keys/assertions.ts';
import { chainKeys } from './keys/chain.ts';
import { originUrl } from './keys/http-url.ts';
import { networkContradictions } from './keys/network.ts';
import { originOf } from './origin.ts';
import { defineProbeType, type ProbeType, type ServerContext } from './probe-type.ts';

const settings = z.strictObject({
  url: originUrl
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
  ...chainKeys,
});

type Settings = z.output<typeof settings>;

/** The probe type `activitypub`. */
export const activitypub: ProbeType = defineProbeType({
  name: 'activitypub',
  summary: 'Follows host-meta and webfinger to the ActivityPub actor of an account.',
  settings,
  contradictions: read => [...assertionContradictions(read), ...networkContradictions(read)],
  prepare(read, server) {
    const plan = toPlan(read, server);
    const followed: Follow = (chain, ask) => follow(plan, chain, ask);
    // A stale copy breaks the chain itself, wherever it shows up.
    const assertions = toAssertions(read, { notStale: false });
    const requests = 1 + (plan.hostMeta === 'skip' ? 0 : 1) + (plan.actor ? 1 : 0);
    return {
      target: `${plan.origin}/.well-known/webfinger`,
      assertions,
      requests: requestsOver(read.ip, requests),
      start: startAsking((network, run) => runChain(plan.request, followed, network, run), {
        ip: read.ip,
        network: plan.request.network,
        assertions,
      }),
    };
  },
});

interface Plan {
  readonly origin: string;
  readonly account: Account;
  readonly hostMeta: 'required' | 'optional' | 'skip';
  readonly actor: boolean;
  readonly request: ChainRequest;
}

function toPlan(read: Settings, server: ServerContext): Plan {
  const written = read.account ?? server.account;
  return {
    origin: read.url?.origin ?? originOf(server.domain),
    account: (written === null ? null : parseAccount(written, server.domain)) ?? instanceActor(server.domain),
    hostMeta: read.host_meta,
    actor: read.actor,
    request: toChainRequest(read),
  };
}

/** What the statuses that servers really send mean here. */
const meanings: StatusMeanings = {
  400: 'the server does not take this name for one of its own',
  404: 'unknown there',
  410: 'gone: deleted or suspended for good',
};

/** Follows the chain to its end. @returns the webfinger document. */
async function follow(plan: Plan, chain: Chain, ask: Ask): Promise<string> {
  const template =
    plan.hostMeta === 'skip' ? defaultTemplate(plan.origin) : await findTemplate(plan, chain, ask);
  const { jrd, text } = await chain.establish(
    { kind: 'webfinger', expected: `a JRD document for ${acctUri(plan.account)}` },
    async () => {
      const answer = await ask(webfingerUrl(template, plan.account), webfingerAccept);
      requireSuccess(answer.http, 'wf_status', meanings);
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
      return { value: defaultTemplate(plan.origin), actual: 'absent, as it may be', kind: 'no_host_meta' };
    }
    requireSuccess(http, 'hm_status', meanings);
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
    requireSuccess(http, 'actor_status', meanings);
    const id = readActor(text);
    return { value: id, actual: describeValue(id) };
  });
}

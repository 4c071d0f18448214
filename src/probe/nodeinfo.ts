/**
 * Asks a server what software it is, the way that crawlers and other servers do: the well-known document, the link in
 * it, and NodeInfo itself (nodeinfo.diaspora.software). Where the latter is differs from software to software.
 */
import { z } from 'zod';
import { describeValue } from '../core/assertion/value-test.ts';
import { type Ask, type Chain, type Follow, requireSuccess, runChain, toChainRequest } from './chain.ts';
import { requestsOver, startAsking } from './families.ts';
import { assertionContradictions, toAssertions } from './keys/assertions.ts';
import { chainKeys } from './keys/chain.ts';
import { originUrl } from './keys/http-url.ts';
import { networkContradictions } from './keys/network.ts';
import {
  nodeinfoAccept,
  nodeinfoLinkExpected,
  readNodeinfo,
  readNodeinfoLink,
  readProtocols,
  readSoftware,
} from './nodeinfo/document.ts';
import { defineProbeType, type ProbeType } from './probe-type.ts';

const settings = z.strictObject({
  url: originUrl
    .optional()
    .describe('Where the well-known document is asked for. Default: the web origin of the server.'),
  ...chainKeys,
});

/** The probe type `nodeinfo`. */
export const nodeinfo: ProbeType = defineProbeType({
  name: 'nodeinfo',
  summary: 'Follows the well-known document to NodeInfo, where a server says what software it is.',
  settings,
  contradictions: read => [...assertionContradictions(read), ...networkContradictions(read)],
  prepare(read, server) {
    const url = `${read.url?.origin ?? server.webOrigin}/.well-known/nodeinfo`;
    const request = toChainRequest(read);
    // A stale copy breaks the chain itself, wherever it shows up.
    const assertions = toAssertions(read, { notStale: false });
    const followed: Follow = (chain, ask) => follow(url, chain, ask);
    return {
      target: url,
      assertions,
      requests: requestsOver(read.ip, 2),
      start: startAsking((network, run) => runChain(request, followed, network, run), {
        ip: read.ip,
        network: request.network,
        assertions,
      }),
    };
  },
});

/** Follows the chain to its end. @returns the NodeInfo document. */
async function follow(url: string, chain: Chain, ask: Ask): Promise<string> {
  const href = await chain.establish({ kind: 'nodeinfo_link', expected: nodeinfoLinkExpected }, async () => {
    const { http, text } = await ask(url, nodeinfoAccept);
    requireSuccess(http, 'http_status');
    const value = readNodeinfoLink(text);
    return { value, actual: describeValue(value) };
  });
  const { document, text } = await chain.establish(
    { kind: 'nodeinfo', expected: 'a NodeInfo document' },
    async () => {
      const answer = await ask(href, nodeinfoAccept);
      requireSuccess(answer.http, 'http_status');
      const value = { document: readNodeinfo(answer.text), text: answer.text };
      return { value, actual: 'a document' };
    },
  );
  await chain.establish({ kind: 'software', expected: 'a name' }, () => {
    const value = readSoftware(document);
    return { value, actual: describeValue(`${value.name} ${value.version}`.trim()) };
  });
  await chain.establish({ kind: 'protocols', expected: 'activitypub' }, () => {
    const value = readProtocols(document);
    return { value, actual: value };
  });
  return text;
}

import { z } from 'zod';
import { documentContradictions, documentRequest, fallbackUrl } from './document.ts';
import { requestsOver, startAsking } from './families.ts';
import { assertionKeys, successStatuses, toAssertions } from './keys/assertions.ts';
import { httpUrl, publicUrl } from './keys/http-url.ts';
import { networkKeys, toNetworkSettings } from './keys/network.ts';
import { requestKeys } from './keys/request.ts';
import { defineProbeType, type ProbeType } from './probe-type.ts';

const settings = z.strictObject({
  url: httpUrl.describe('What to ask for. Credentials have keys of their own.'),
  fallback_url: fallbackUrl,
  ...requestKeys,
  ...networkKeys,
  ...assertionKeys,
});

/** Asks a web server and judges its answer. */
export const http: ProbeType = defineProbeType({
  name: 'http',
  summary: 'An HTTP request; the answer is judged by its status, headers, body and time.',
  settings,
  contradictions: documentContradictions,
  prepare: input => {
    const assertions = toAssertions(input, { status: successStatuses, notStale: true });
    const network = toNetworkSettings(input);
    const ask = documentRequest(input, network);
    return {
      target: publicUrl(input.url),
      assertions,
      requests: requestsOver(input.ip, 1),
      start: startAsking(ask, { ip: input.ip, network, assertions }),
    };
  },
});

/** The keys of the probe types that follow a chain of documents; the last of them is what the assertions are about. */
import type { z } from 'zod';
import { assertionKeys } from './assertions.ts';
import { networkKeys } from './network.ts';
import { requestKeys } from './request.ts';

const { keyword, keyword_absent, ignore_case, regex, regex_absent, json, max_latency, certificate } =
  assertionKeys;
const { redirects, cache, max_body } = requestKeys;

type ChainKeys = typeof networkKeys &
  Pick<typeof requestKeys, 'redirects' | 'cache' | 'max_body'> &
  Pick<
    typeof assertionKeys,
    | 'keyword'
    | 'keyword_absent'
    | 'ignore_case'
    | 'regex'
    | 'regex_absent'
    | 'json'
    | 'max_latency'
    | 'certificate'
  >;

/** How to go along a chain, and what to expect at its end. */
export const chainKeys: ChainKeys = {
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
};

/** The keys above, read. */
export type ChainSettings = z.output<z.ZodObject<ChainKeys>>;

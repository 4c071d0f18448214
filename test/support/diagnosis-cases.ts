/** Made-up servers for the rules of diagnosis: a healthy Mastodon, and parts of it that answer otherwise. */
import { answeredBy, cacheStatus } from '../../src/core/answer-headers.ts';
import { presetRoles } from '../../src/core/diagnosis/role.ts';
import type { ComponentView, ProberStatus, ServerView } from '../../src/core/diagnosis/view.ts';
import type { FamilyResult, Headers, HttpFacts, Outcome, Phase, Proof } from '../../src/core/outcome.ts';
import { type FailureCode, reasonOf } from '../../src/core/reason.ts';
import type { Result } from '../../src/core/result.ts';
import { now, tls } from './core-values.ts';

/** What came back, before it is known for which component. */
export interface Answer {
  readonly up: boolean;
  readonly slow?: boolean;
  /** null: by the status and the component. */
  readonly code: FailureCode | null;
  readonly phase?: Phase;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes?: number;
  readonly redirects?: number;
  readonly url?: string;
  readonly address?: string;
  readonly families?: readonly FamilyResult[];
  readonly proofs?: readonly Proof[];
}

type Extra = Omit<Partial<Answer>, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

const railsHeaders = {
  server: 'Mastodon',
  'x-request-id': 'a',
  'x-runtime': '0.01',
  'content-type': 'text/html',
};
const nodeHeaders = {
  server: 'nginx',
  'x-request-id': 'c2b9a8c0-6f0e-4a5e-9d57-2f1f5a0d6e11',
  'content-type': 'application/json',
};
const nginxHeaders = { server: 'nginx', 'content-type': 'text/html' };

function answer(status: number, base: Readonly<Record<string, string>>, extra: Extra): Answer {
  const { headers = {}, ...rest } = extra;
  return { up: false, code: null, status, bytes: 150, ...rest, headers: { ...base, ...headers } };
}

/** The application answered. */
export const rails = (status: number, extra: Extra = {}): Answer => answer(status, railsHeaders, extra);
/** The streaming server answered. */
export const node = (status: number, extra: Extra = {}): Answer => answer(status, nodeHeaders, extra);
/** The proxy answered for somebody. */
export const nginx = (status: number, extra: Extra = {}): Answer => answer(status, nginxHeaders, extra);
export const cloudflare = (status: number, extra: Extra = {}): Answer =>
  answer(status, { server: 'cloudflare', 'content-type': 'text/html' }, extra);
export const s3 = (status: number, extra: Extra = {}): Answer =>
  answer(status, { server: 'AmazonS3', 'content-type': 'application/xml' }, extra);
/** Nothing usable came. */
export const nothing = (code: FailureCode, phase?: Phase, extra: Extra = {}): Answer => ({
  up: false,
  code,
  ...(phase && { phase }),
  ...extra,
});
/** The same, but right. */
export const good = (given: Answer): Answer => ({ ...given, up: true });

export const healthy: Readonly<Record<string, Answer>> = {
  main_page: good(rails(200)),
  user_page: good(rails(200)),
  api: good(rails(200)),
  timeline: good(rails(200)),
  freshness: good(rails(200)),
  health: good(rails(200)),
  host_meta: good(rails(200)),
  activitypub: good(rails(200)),
  streaming: good(node(200)),
  streaming_websocket: good(node(401)),
  streaming_database: good(node(401)),
  object_storage: good(s3(200)),
  assets: good(nginx(200)),
  edge: good(rails(200, { headers: { 'x-cached': 'HIT' } })),
};

/** What the preset of a stock installation watches. */
export const basic: readonly string[] = [
  'main_page',
  'user_page',
  'api',
  'health',
  'host_meta',
  'activitypub',
  'streaming',
  'streaming_websocket',
  'object_storage',
];

const web = 'https://social.example';

const targets: Readonly<Record<string, string>> = {
  object_storage: 'https://files.example/check.txt',
  assets: `${web}/packs/application.js`,
};

/** Who lives where; `null` in `answers` leaves a component unknown. */
export interface Setting {
  readonly answers?: Readonly<Record<string, Answer | null>>;
  /** Components that there are: {@link basic} and those in `answers` unless given. */
  readonly only?: readonly string[];
  readonly targets?: Readonly<Record<string, string>>;
  readonly prober?: ProberStatus;
}

export function server({
  answers = {},
  only,
  targets: own = {},
  prober = 'unknown',
}: Setting = {}): ServerView {
  const names = [...new Set([...(only ?? basic), ...Object.keys(answers)])];
  return {
    domain: 'social.example',
    prober,
    components: names.map(name => {
      const target = own[name] ?? targets[name] ?? `${web}/${name}`;
      return componentView(name, target, answers[name] === undefined ? healthy[name] : answers[name]);
    }),
  };
}

export function componentView(name: string, target: string, given: Answer | null | undefined): ComponentView {
  const result = given === null || given === undefined ? null : resultOf(name, target, given);
  return { name, role: presetRoles[name] ?? null, target, result };
}

function resultOf(name: string, target: string, given: Answer): Result {
  const code = codeFor(name, given);
  return {
    server: 'social.example',
    component: name,
    type: 'http',
    at: now,
    durationMs: 100,
    outcome: outcomeOf(target, given, code),
    verdict: {
      result: given.slow === true ? 'warn' : given.up ? 'pass' : 'fail',
      ...(code !== null && { cause: { code, reason: reasonOf(code), message: 'irrelevant' } }),
      assertions: [],
    },
  };
}

function codeFor(name: string, { up, slow, code, status, headers = {} }: Answer): FailureCode | null {
  if (slow === true) return 'too_slow';
  if (up) return null;
  if (code !== null) return code;
  if (status === 429) return 'rate_limited';
  if (cacheStatus(toHeaders(headers)) === 'stale') return 'stale_cache';
  return name === 'activitypub' ? 'wf_status' : 'http_status';
}

function outcomeOf(target: string, given: Answer, code: FailureCode | null): Outcome {
  const {
    status,
    headers = {},
    bytes,
    redirects = 0,
    url = target,
    phase,
    address,
    families,
    proofs,
  } = given;
  const allHeaders = toHeaders(headers);
  const http: HttpFacts | undefined =
    status === undefined
      ? undefined
      : {
          status,
          headers: allHeaders,
          redirects,
          url,
          ...(bytes !== undefined && { bodyBytes: bytes }),
          cache: cacheStatus(allHeaders),
          answeredBy: answeredBy(status, allHeaders),
        };
  const facts = {
    phasesMs: { connect: 1 },
    ...(address !== undefined && { address }),
    ...(families && { families }),
    ...(proofs && { proofs }),
    ...(http && { http, tls: tls() }),
  };
  const isFailure =
    code !== null &&
    (http === undefined || phase !== undefined || code.startsWith('wf_') || code.startsWith('hm_'));
  return isFailure
    ? { kind: 'failure', code, message: 'irrelevant', ...(phase && { phase }), ...facts }
    : { kind: 'observation', latencyMs: 100, ...facts };
}

function toHeaders(headers: Readonly<Record<string, string>>): Headers {
  return new Map(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

/** Host-meta was read and led on. */
export const templateFound: Proof = { kind: 'host_meta', pass: true, expected: 'a template', actual: 'one' };

/** The same answer for several components. */
export function many(names: string, given: Answer): Readonly<Record<string, Answer>> {
  return Object.fromEntries(names.split(' ').map(name => [name, given]));
}

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { hasFailed, isForMembersOnly, statusOf } from '../../../src/core/diagnosis/facts.ts';
import { confidences, type Finding } from '../../../src/core/diagnosis/finding.ts';
import { diagnose } from '../../../src/core/diagnosis/index.ts';
import type { ComponentView, ServerView } from '../../../src/core/diagnosis/view.ts';
import {
  type Answer,
  cloudflare,
  componentView,
  good,
  healthy,
  nginx,
  node,
  nothing,
  rails,
  s3,
  templateFound,
} from '../../support/diagnosis-cases.ts';

const loop = { headers: { location: 'https://social.example/again' } };

/** Everything that a component may get, likely or not. */
const answers: readonly Answer[] = [
  ...[302, 403, 404, 410, 429, 500, 503].map(status => rails(status)),
  ...[301, 403, 404, 429, 500, 502, 503, 504].map(status => nginx(status)),
  ...[400, 401, 404, 500].map(status => node(status)),
  ...[403, 503, 521, 526].map(status => cloudflare(status)),
  ...[403, 404, 503].map(status => s3(status)),
  rails(301, loop),
  rails(404, { proofs: [templateFound] }),
  nginx(404, { proofs: [templateFound] }),
  nginx(404, { code: 'hm_status' }),
  nginx(404, { redirects: 1, url: 'https://social.example/.well-known/webfinger', code: 'wf_status' }),
  nginx(502, { redirects: 1, url: 'https://social.example/.well-known/webfinger', code: 'hm_status' }),
  nginx(301, { code: 'redirect_loop' }),
  nginx(403, { bytes: 0 }),
  nginx(503, { headers: { 'retry-after': '60' } }),
  nginx(503, { bytes: 99 }),
  nginx(200, { code: 'keyword_missing' }),
  nginx(200, { code: 'hm_malformed' }),
  cloudflare(403, { headers: { 'cf-mitigated': 'challenge' } }),
  rails(200, { headers: { 'x-cached': 'STALE' } }),
  rails(200, { code: 'content_too_old' }),
  rails(200, { code: 'tls_expires_soon' }),
  rails(200, { url: 'https://social.example/auth/sign_in', redirects: 1, code: 'keyword_missing' }),
  nothing('dns_nxdomain', 'resolve'),
  nothing('dns_timeout', 'resolve'),
  nothing('connect_refused', 'connect'),
  nothing('connect_refused', 'connect', { address: '2001:db8::1' }),
  nothing('connect_refused', 'connect', { families: [{ ip: 4 }, { ip: 6, code: 'connect_refused' }] }),
  nothing('timeout_connect', 'connect'),
  nothing('conn_closed', 'processing'),
  nothing('timeout_headers', 'processing'),
  nothing('timeout', 'transfer'),
  nothing('tls_expired', 'tls'),
  nothing('tls_untrusted', 'tls'),
  nothing('malformed_response', 'transfer'),
  { ...rails(302, loop), code: 'connect_refused', phase: 'connect' },
];

/** What a component is when it works. */
const goodAnswers: readonly Answer[] = [
  good(rails(200)),
  good(rails(401)),
  good(nginx(200, { address: '192.0.2.1' })),
  good(rails(200, { headers: { 'x-cached': 'HIT' } })),
  { ...good(rails(200)), slow: true },
];

const hosts = [
  'social.example',
  'example.test',
  'stream.example',
  'files.example',
  '127.0.0.1:3000',
] as const;

const usualHosts: Readonly<Record<string, (typeof hosts)[number]>> = {
  object_storage: 'files.example',
};

function anyComponent(name: string): fc.Arbitrary<ComponentView> {
  const usual = usualHosts[name] ?? 'social.example';
  return fc
    .record({
      host: fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, fc.constantFrom(...hosts)),
      given: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...answers) },
        { weight: 2, arbitrary: fc.constant(healthy[name] ?? good(nginx(200))) },
        { weight: 1, arbitrary: fc.constantFrom(...goodAnswers) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
    })
    .map(({ host, given }) => componentView(name, `https://${host}/${name}`, given));
}

const names = [...Object.keys(healthy), 'wiki', 'forum'];

/** Any server: independent answers, or one answer for many of its parts, as real faults have it. */
const anyServer: fc.Arbitrary<ServerView> = fc
  .record({
    components: fc.tuple(...names.map(anyComponent)),
    keep: fc.subarray(names, { minLength: 1 }),
    common: fc.constantFrom(...answers),
    hit: fc.subarray(names),
    prober: fc.constantFrom('online' as const, 'unknown' as const),
  })
  .map(({ components, keep, common, hit, prober }) => ({
    domain: 'social.example',
    prober,
    components: components
      .filter(({ name }) => keep.includes(name))
      .map(view => (hit.includes(view.name) ? componentView(view.name, view.target, common) : view)),
  }));

/**
 * The same servers each time, so that a failure is that of the change before it. Another seed and more runs look for rules
 * that are at odds in pictures as rare as one in tens of thousands.
 */
const runs = { numRuns: 3000, seed: 20_261_126 } as const;

test('the order of components does not matter', () => {
  const shuffled = anyServer.chain(view =>
    fc.tuple(
      fc.constant(view),
      fc.shuffledSubarray([...view.components], { minLength: view.components.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([view, components]) => {
      assert.deepEqual(diagnose({ ...view, components }), diagnose(view));
    }),
    { numRuns: 500 },
  );
});

test('every component healthy means no finding', () => {
  const healthyServer = fc
    .subarray(names, { minLength: 1 })
    .chain(kept =>
      fc.tuple(
        ...kept.map(name =>
          fc
            .constantFrom(healthy[name] ?? good(nginx(200)), null)
            .map(given => componentView(name, `https://social.example/${name}`, given)),
        ),
      ),
    );
  fc.assert(
    fc.property(
      healthyServer,
      fc.constantFrom('online' as const, 'unknown' as const),
      (components, prober) => {
        assert.deepEqual(diagnose({ domain: 'social.example', prober, components }), []);
      },
    ),
    { numRuns: 300 },
  );
});

/** 0: not there. */
function confidenceIn(findings: readonly Finding[], id: string): number {
  return Math.max(
    0,
    ...findings
      .filter(finding => finding.id === id)
      .map(({ confidence }) => 1 + confidences.indexOf(confidence)),
  );
}

/** A server in one line, for a failed property. */
function describe({ components }: ServerView): string {
  return components
    .map(({ name, target, result }) => {
      const { cause, result: verdict } = result?.verdict ?? {};
      const { status, answeredBy, cache } = result?.outcome.http ?? {};
      return [name, new URL(target).host, verdict, cause?.code, status, answeredBy, cache].join(' ');
    })
    .join('; ');
}

function withPart(
  view: ServerView,
  index: number,
  change: (part: ComponentView) => ComponentView,
): ServerView {
  return { ...view, components: view.components.map((part, at) => (at === index ? change(part) : part)) };
}

/** Forgets how a component failed, and that it did. */
const forgotten = (part: ComponentView): ComponentView => ({ ...part, result: null });

/** Keeps that and why a component failed, but none of the facts of the answer that it got. */
function bare(part: ComponentView): ComponentView {
  if (part.result === null || !('http' in part.result.outcome) || statusOf(part) === undefined) return part;
  const { http: _http, tls: _tls, address: _address, proofs: _proofs, ...rest } = part.result.outcome;
  return { ...part, result: { ...part.result, outcome: rest } };
}

for (const [what, change] of Object.entries({
  'that a component failed': forgotten,
  'how it failed': bare,
})) {
  test(`forgetting ${what} makes no cause more confident`, () => {
    fc.assert(
      fc.property(anyServer, fc.nat(), (view, pick) => {
        const failed = view.components.flatMap((part, index) =>
          part.result?.verdict.result === 'fail' ? [index] : [],
        );
        const index = failed[pick % Math.max(1, failed.length)];
        fc.pre(index !== undefined);
        const before = diagnose(view);
        for (const { id } of diagnose(withPart(view, index, change))) {
          // Knowing less, more is a riddle.
          if (id === 'unknown') continue;
          const after = diagnose(withPart(view, index, change));
          assert.ok(
            confidenceIn(after, id) <= confidenceIn(before, id),
            `${id} without ${view.components[index]?.name}: ${describe(view)}`,
          );
        }
      }),
      runs,
    );
  });
}

test('every failure shows up in the evidence, and no cause twice', () => {
  fc.assert(
    fc.property(anyServer, view => {
      const findings = diagnose(view);
      const ids = findings.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      const named = new Set(findings.flatMap(({ evidence }) => evidence.map(({ component }) => component)));
      for (const part of view.components) {
        const isHarmless = isForMembersOnly(part) || part.role === 'edge';
        if (hasFailed(part) && !isHarmless)
          assert.ok(named.has(part.name), `${part.name} of ${describe(view)}`);
      }
    }),
    { numRuns: 500 },
  );
});

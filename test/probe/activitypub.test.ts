import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import type { Reason } from '../../src/core/reason.ts';
import { keywordMatch } from '../../src/core/verdict.ts';
import { activitypub } from '../../src/probe/activitypub.ts';
import {
  httpServer,
  issuesOf,
  type Listening,
  listening,
  type Probed,
  prepared,
  probeOnce,
  server,
} from '../support/probing.ts';
import { asFailure, asObservation } from '../support/transport-run.ts';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the server says on each of its paths; `origin` stands for its own address in bodies and headers. */
interface Answers {
  readonly hostMeta?: Answer;
  readonly webfinger?: Answer;
  readonly actor?: Answer;
}

const xrd = { 'content-type': 'application/xrd+xml; charset=utf-8' };
const jrd = { 'content-type': 'application/jrd+json; charset=utf-8' };
const activity = { 'content-type': 'application/activity+json; charset=utf-8' };

const goodHostMeta = `<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" template="{origin}/.well-known/webfinger?resource={uri}"/>
</XRD>`;
const selfLink = { rel: 'self', type: 'application/activity+json', href: '{origin}/users/admin' };
const goodJrd = { subject: 'acct:admin@social.example', links: [selfLink] };
const goodActor = { id: '{origin}/users/admin', inbox: '{origin}/inbox', publicKey: { id: 'x' } };

interface Fake extends Listening {
  readonly requests: IncomingMessage[];
}

async function fediverseServer(answers: Answers = {}): Promise<Fake> {
  const requests: IncomingMessage[] = [];
  const listener = await httpServer((request, response) => {
    requests.push(request);
    const origin = `http://${request.headers.host ?? ''}`;
    const path = new URL(request.url ?? '', origin).pathname;
    if (path === '/.well-known/host-meta') {
      reply(response, origin, { headers: xrd, body: goodHostMeta, ...answers.hostMeta });
    } else if (path === '/.well-known/webfinger') {
      reply(response, origin, { headers: jrd, body: JSON.stringify(goodJrd), ...answers.webfinger });
    } else if (path === '/users/admin') {
      reply(response, origin, { headers: activity, body: JSON.stringify(goodActor), ...answers.actor });
    } else {
      reply(response, origin, { status: 404 });
    }
  });
  return Object.assign(listener, { requests });
}

function reply(response: ServerResponse, origin: string, answer: Answer): void {
  const fill = (text: string): string => text.replaceAll('{origin}', origin);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, fill(value));
  response.writeHead(answer.status ?? 200).end(fill(answer.body ?? ''));
}

function probe(fake: Listening, input: object = {}, timeoutMs = 2000): Promise<Probed> {
  return probeOnce(prepared(activitypub, { url: `http://${fake.host}`, ...input }), timeoutMs);
}

/** Kind and pass of what the probe itself established. */
function proofsOf({ verdict }: Probed): readonly unknown[] {
  return verdict.assertions.map(({ kind, pass }) => `${kind} ${pass}`);
}

describe('activitypub, a healthy server', () => {
  test('passes, with a proof for each link of the chain and the document as its text', async () => {
    await using fake = await fediverseServer();
    const probed = await probe(fake);
    assert.equal(probed.verdict.result, 'pass');
    assert.deepEqual(probed.verdict.assertions, [
      {
        kind: 'host_meta',
        pass: true,
        expected: 'a template of webfinger',
        actual: `"http://${fake.host}/.well-known/webfinger?resource={uri}"`,
      },
      {
        kind: 'webfinger',
        pass: true,
        expected: 'a JRD document for acct:admin@social.example',
        actual: 'a document with 1 links',
      },
      {
        kind: 'subject',
        pass: true,
        expected: 'acct:admin@social.example',
        actual: '"acct:admin@social.example"',
      },
      {
        kind: 'self_link',
        pass: true,
        expected: 'a link with rel="self" and type application/activity+json',
        actual: `"http://${fake.host}/users/admin"`,
      },
    ]);
    assert.equal(keywordMatch(probed.verdict), true);
    assert.match(asObservation(probed.outcome).text ?? '', /^\{"subject":/);
  });

  test('is asked two polite questions, with a User-Agent and the right Accept', async () => {
    await using fake = await fediverseServer();
    await probe(fake);
    const asked = fake.requests.map(({ headers }) => [headers['user-agent'], headers.accept]);
    assert.deepEqual(asked, [
      ['fedistatus/test', 'application/xrd+xml, */*;q=0.1'],
      ['fedistatus/test', 'application/jrd+json, application/json'],
    ]);
    const query = new URL(fake.requests[1]?.url ?? '', 'http://x').searchParams;
    assert.equal(query.get('resource'), 'acct:admin@social.example');
    assert.equal([...query].length, 2, 'one more parameter, which no cache has seen');
  });

  test('has the facts of all its answers: times add up, the last head counts', async () => {
    await using fake = await fediverseServer();
    const seen = asObservation((await probe(fake)).outcome);
    assert.equal(seen.address, '127.0.0.1');
    assert.equal(seen.http?.url, `http://${fake.host}/.well-known/webfinger`);
    assert.deepEqual(Object.keys(seen.phasesMs), ['connect', 'processing', 'transfer']);
    const total = Object.values(seen.phasesMs).reduce((sum, ms) => sum + ms, 0);
    assert.ok(total > 0 && total <= seen.latencyMs, `${total} of ${seen.latencyMs}`);
  });

  test('may keep its actor to those who sign, which counts as healthy', async () => {
    for (const answer of [{}, { status: 401, body: '{"error":"Request not signed"}' }]) {
      await using fake = await fediverseServer({ actor: answer });
      const probed = await probe(fake, { actor: true });
      assert.equal(probed.verdict.result, 'pass');
      assert.equal(proofsOf(probed).at(-1), 'actor true');
      assert.equal(fake.requests.at(-1)?.headers.accept, 'application/activity+json');
    }
  });

  const variants: readonly (readonly [string, Answers, object?])[] = [
    ['webfinger as application/json', { webfinger: { headers: { 'content-type': 'application/json' } } }],
    [
      'a subject in other case',
      { webfinger: { body: JSON.stringify({ ...goodJrd, subject: 'ACCT:Admin@Social.Example' }) } },
    ],
    [
      'the other media type of ActivityPub',
      {
        webfinger: {
          body: JSON.stringify({
            ...goodJrd,
            links: [
              { ...selfLink, type: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"' },
            ],
          }),
        },
      },
    ],
    [
      'links of all kinds before the right one',
      {
        webfinger: {
          body: JSON.stringify({
            ...goodJrd,
            links: [null, 7, 'self', [], { rel: 'self', type: 'text/html', href: 'https://x' }, selfLink],
          }),
        },
      },
    ],
    [
      'an actor with several keys',
      { actor: { body: JSON.stringify({ ...goodActor, publicKey: [{ id: 'x' }, { id: 'y' }] }) } },
      { actor: true },
    ],
    [
      'an actor with its key elsewhere',
      { actor: { body: JSON.stringify({ ...goodActor, publicKey: 'https://social.example/key' }) } },
      { actor: true },
    ],
    [
      'host-meta as JSON',
      {
        hostMeta: {
          headers: { 'content-type': 'application/json' },
          body: '{"links":[{"rel":"lrdd","template":"{origin}/.well-known/webfinger?resource={uri}"}]}',
        },
      },
    ],
    [
      'host-meta with prefixes, a comment and two templates',
      {
        hostMeta: {
          body: `<!-- <Link rel="lrdd"/> --><x:XRD xmlns:x="http://docs.oasis-open.org/ns/xri/xrd-1.0">
            <x:Link rel='lrdd' type='application/xrd+xml' template='http://127.0.0.1:1/{uri}'/>
            <x:Link rel='lrdd' type='application/jrd+json' template='{origin}/.well-known/webfinger?resource={uri}'/></x:XRD>`,
        },
      },
    ],
    ['a missing host-meta that may be missing', { hostMeta: { status: 404 } }, { host_meta: 'optional' }],
    [
      'a page instead of an optional host-meta',
      { hostMeta: { body: '<!DOCTYPE html><title>App</title>' } },
      { host_meta: 'optional' },
    ],
    ['a broken host-meta that nobody asks for', { hostMeta: { status: 500 } }, { host_meta: 'skip' }],
  ];
  for (const [name, answers, input] of variants) {
    test(`may have ${name}`, async () => {
      await using fake = await fediverseServer(answers);
      const { verdict } = await probe(fake, input);
      assert.equal(verdict.cause?.message, undefined);
      assert.equal(verdict.result, 'pass');
    });
  }

  test('that has no host-meta, as it may, has given no template', async () => {
    await using fake = await fediverseServer({ hostMeta: { status: 404 } });
    const probed = await probe(fake, { host_meta: 'optional' });
    assert.deepEqual(proofsOf(probed)[0], 'no_host_meta true');
  });

  test('may have its pages elsewhere: redirects lead from one name to the other', async () => {
    await using web = await fediverseServer();
    await using apex = await httpServer((request, response) => {
      response.writeHead(301, { location: `http://${web.host}${request.url ?? ''}` }).end();
    });
    const { verdict, outcome } = await probe(apex);
    assert.equal(verdict.result, 'pass');
    assert.equal(outcome.http?.redirects, 0, 'the template named the other host directly');
  });

  test('may call its instance actor as it likes, but at its own domain', async () => {
    const nobody = { ...server, account: null };
    const rows = [
      ['acct:mastodon.internal@social.example', 'pass'],
      ['acct:social.example@social.example', 'pass'],
      ['acct:social.example@else.example', 'fail'],
    ] as const;
    for (const [subject, expected] of rows) {
      await using fake = await fediverseServer({
        webfinger: { body: JSON.stringify({ ...goodJrd, subject }) },
      });
      const { verdict } = await probeOnce(prepared(activitypub, { url: `http://${fake.host}` }, nobody));
      assert.equal(verdict.result, expected, subject);
      const query = new URL(fake.requests[1]?.url ?? '', 'http://x').searchParams;
      assert.equal(query.get('resource'), 'acct:social.example@social.example');
    }
  });

  test('can be asked over each address family', async () => {
    await using fake = await fediverseServer();
    const { verdict, outcome } = await probe(fake, { ip: 'both' });
    assert.equal(verdict.result, 'pass');
    assert.deepEqual(outcome.families, [{ ip: 4, address: '127.0.0.1' }]);
  });

  test('is judged by the assertions of its component too, on the webfinger document', async () => {
    await using fake = await fediverseServer();
    const good = await probe(fake, { keyword: 'activity+json', json: { path: '$.subject', exists: true } });
    assert.equal(good.verdict.result, 'pass');
    const bad = await probe(fake, { keyword: 'pixelfed' });
    assert.equal(bad.verdict.cause?.code, 'keyword_missing');
  });
});

describe('activitypub, where the chain breaks (rows 161, 162, 163)', () => {
  const xml = (body: string): Answers => ({ hostMeta: { body } });
  const json = (document: unknown): Answers => ({ webfinger: { body: JSON.stringify(document) } });
  const lrdd = (template: string): Answers => xml(`<XRD><Link rel="lrdd" template="${template}"/></XRD>`);
  const links = (list: unknown): Answers => json({ ...goodJrd, links: list });
  const laughs = `<!DOCTYPE XRD [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><XRD><Link rel="lrdd" template="&b;"/></XRD>`;
  const external = `<!DOCTYPE XRD [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]><XRD>&a;</XRD>`;

  /** Name, answers, code, the link that broke, what the message says, further settings. */
  const rows: readonly (readonly [string, Answers, string, string, RegExp, object?])[] = [
    // Rows 162 and 163 of the behaviour table.
    [
      'host-meta 404',
      { hostMeta: { status: 404 } },
      'hm_status',
      'host_meta',
      /^host_meta: status 404 \(unknown/,
    ],
    [
      'host-meta 500',
      { hostMeta: { status: 500 } },
      'hm_status',
      'host_meta',
      /status 500, expected a template/,
    ],
    [
      'host-meta 500, though optional',
      { hostMeta: { status: 500 } },
      'hm_status',
      'host_meta',
      /status 500/,
      { host_meta: 'optional' },
    ],
    ['an empty host-meta', xml(''), 'hm_malformed', 'host_meta', /empty/],
    ['a cut host-meta', xml(goodHostMeta.slice(0, -8)), 'hm_malformed', 'host_meta', /not well-formed/],
    [
      'host-meta of another kind',
      xml('<rss><Link rel="lrdd"/></rss>'),
      'hm_malformed',
      'host_meta',
      /another kind/,
    ],
    ['a page', xml('<html><body>Hi</body></html>'), 'hm_malformed', 'host_meta', /another kind/],
    ['JSON that is none', xml('{"links"'), 'hm_malformed', 'host_meta', /not JSON/],
    ['JSON without links', xml('{"links":{}}'), 'hm_malformed', 'host_meta', /no array/],
    ['no lrdd', xml('<XRD><Link rel="hub" template="x{uri}"/></XRD>'), 'hm_link', 'host_meta', /no link/],
    [
      'a link only in a comment',
      xml(goodHostMeta.replace('<Link', '<!-- <Link').replace('/>', '/> -->')),
      'hm_link',
      'host_meta',
      /no link/,
    ],
    [
      'a link only in CDATA',
      xml(goodHostMeta.replace('<Link', '<![CDATA[<Link').replace('/>', '/>]]>')),
      'hm_link',
      'host_meta',
      /no link/,
    ],
    ['a template without {uri}', lrdd('{origin}/w'), 'hm_template', 'host_meta', /without \{uri\}/],
    [
      'no template',
      xml('<XRD><Link rel="lrdd" href="x"/></XRD>'),
      'hm_template',
      'host_meta',
      /without a template/,
    ],
    ['a template of another scheme', lrdd('javascript:{uri}'), 'hm_template', 'host_meta', /no web address/],
    ['a relative template', lrdd('/w?resource={uri}'), 'hm_template', 'host_meta', /no web address/],
    ['a template with credentials', lrdd('http://a:b@127.0.0.1/{uri}'), 'hm_template', 'host_meta', /no web/],
    [
      'a DOCTYPE',
      xml(`<!DOCTYPE XRD>${goodHostMeta.slice(39)}`),
      'xml_unsafe',
      'host_meta',
      /type definition/,
    ],
    ['an external entity', xml(external), 'xml_unsafe', 'host_meta', /type definition/],
    ['a billion laughs', xml(laughs), 'xml_unsafe', 'host_meta', /type definition/],
    [
      'a host-meta too large',
      xml(`${goodHostMeta}${' '.repeat(70_000)}`),
      'body_too_large',
      'host_meta',
      /65536/,
    ],
    // Row 161.
    [
      'webfinger 404',
      { webfinger: { status: 404 } },
      'wf_status',
      'webfinger',
      /^webfinger: status 404 \(unknown/,
    ],
    ['webfinger 410', { webfinger: { status: 410 } }, 'wf_status', 'webfinger', /410 \(gone/],
    [
      'webfinger 400',
      { webfinger: { status: 400 } },
      'wf_status',
      'webfinger',
      /400 \(the server does not take/,
    ],
    ['webfinger 502', { webfinger: { status: 502 } }, 'wf_status', 'webfinger', /status 502, expected a JRD/],
    ['webfinger 429', { webfinger: { status: 429 } }, 'rate_limited', 'webfinger', /too many requests/],
    ['host-meta 429', { hostMeta: { status: 429 } }, 'rate_limited', 'host_meta', /too many requests/],
    ['HTML', { webfinger: { body: '<!doctype html>' } }, 'wf_invalid', 'webfinger', /a page, not JSON/],
    ['an empty webfinger', { webfinger: { body: '' } }, 'wf_invalid', 'webfinger', /an empty answer/],
    ['JSON of another kind', json([goodJrd]), 'wf_invalid', 'webfinger', /no object/],
    ['null', json(null), 'wf_invalid', 'webfinger', /no object/],
    ['links that are no array', links({ 0: selfLink }), 'wf_invalid', 'webfinger', /no array: an object/],
    ['no links', json({ subject: goodJrd.subject }), 'wf_invalid', 'webfinger', /no array: absent/],
    [
      'deep JSON',
      { webfinger: { body: `{"subject":${'['.repeat(200_000)}${']'.repeat(200_000)},"links":[]}` } },
      'wf_invalid',
      'webfinger',
      /not JSON/,
    ],
    [
      'huge JSON',
      { webfinger: { body: JSON.stringify({ ...goodJrd, x: 'y'.repeat(1_100_000) }) } },
      'body_too_large',
      'webfinger',
      /1048576/,
    ],
    [
      'another subject',
      json({ ...goodJrd, subject: 'acct:bob@social.example' }),
      'wf_subject',
      'subject',
      /^subject: "acct:bob@social\.example", expected acct:admin@social\.example$/,
    ],
    ['no subject', json({ links: [selfLink] }), 'wf_subject', 'subject', /absent, expected acct:/],
    [
      'a subject that is no account',
      json({ ...goodJrd, subject: 'https://x/@admin' }),
      'wf_subject',
      'subject',
      /x/,
    ],
    [
      'an inherited subject',
      json({ __proto__: { subject: 'x' }, links: [] }),
      'wf_subject',
      'subject',
      /absent/,
    ],
    [
      'no self',
      links([{ ...selfLink, rel: 'http://webfinger.net/rel/avatar' }]),
      'wf_link',
      'self_link',
      /no link/,
    ],
    ['no links at all', links([]), 'wf_link', 'self_link', /no link/],
    [
      'a self of another type',
      links([{ ...selfLink, type: 'text/html' }]),
      'wf_link',
      'self_link',
      /"text\/html"/,
    ],
    [
      'a self without a type',
      links([{ rel: 'self', href: 'https://x/' }]),
      'wf_link',
      'self_link',
      /type absent/,
    ],
    [
      'JSON-LD of another profile',
      links([{ ...selfLink, type: 'application/ld+json; profile="https://schema.org"' }]),
      'wf_link',
      'self_link',
      /schema/,
    ],
    [
      'a script for a self',
      links([{ ...selfLink, href: 'javascript:x' }]),
      'wf_link',
      'self_link',
      /"javascript:x"/,
    ],
    [
      'a self that is no text',
      links([{ ...selfLink, href: 7 }]),
      'wf_link',
      'self_link',
      /not to a web address: 7/,
    ],
    // The actor.
    ['actor 404', { actor: { status: 404 } }, 'actor_status', 'actor', /^actor: status 404/, { actor: true }],
    ['actor 403', { actor: { status: 403 } }, 'actor_status', 'actor', /status 403/, { actor: true }],
    ['actor 429', { actor: { status: 429 } }, 'rate_limited', 'actor', /429/, { actor: true }],
    ['a page as actor', { actor: { body: '<html>' } }, 'actor_invalid', 'actor', /a page/, { actor: true }],
    [
      'an actor without a key',
      { actor: { body: JSON.stringify({ ...goodActor, publicKey: [], inbox: 1 }) } },
      'actor_invalid',
      'actor',
      /without inbox, publicKey/,
      { actor: true },
    ],
  ];
  for (const [name, answers, code, kind, message, input] of rows) {
    test(`${name}: ${code} at ${kind}`, async () => {
      await using fake = await fediverseServer(answers);
      const probed = await probe(fake, input);
      const { verdict } = probed;
      assert.equal(verdict.result, 'fail');
      assert.equal(verdict.cause?.code, code);
      assert.match(verdict.cause?.message ?? '', message);
      const reason: Reason | undefined = verdict.cause?.reason;
      const own: Readonly<Record<string, Reason>> = { rate_limited: 'rate_limited', body_too_large: 'body' };
      assert.equal(reason, own[code] ?? 'activitypub');
      assert.equal(proofsOf(probed).at(-1), `${kind} false`);
      assert.equal(keywordMatch(verdict), kind === 'self_link' ? false : kind === 'actor' ? true : null);
    });
  }

  test('a stale copy from a cache breaks any link', async () => {
    const stale = { 'x-cached': 'STALE' };
    const rowsOfStale = [
      [{ hostMeta: { headers: { ...xrd, ...stale } } }, 'host_meta'],
      [{ webfinger: { headers: { ...jrd, ...stale } } }, 'webfinger'],
      [{ actor: { headers: { ...activity, ...stale } } }, 'actor'],
    ] as const;
    for (const [answers, kind] of rowsOfStale) {
      await using fake = await fediverseServer(answers);
      const { cause } = (await probe(fake, { actor: true })).verdict;
      assert.equal(cause?.reason, 'stale_cache');
      assert.equal(cause?.message, `${kind}: a stale copy from a cache`);
    }
  });

  test('a failure of the transport keeps its code, its facts, and says which request it was', async () => {
    await using silent = await listening(createServer());
    const answers = lrdd(`http://${silent.host}/w?resource={uri}`);
    await using fake = await fediverseServer(answers);
    const failure = asFailure((await probe(fake, {}, 400)).outcome);
    assert.equal(failure.code, 'timeout_headers');
    assert.equal(failure.phase, 'processing');
    assert.match(failure.message, /^webfinger: /);
    assert.deepEqual(
      failure.proofs?.map(({ kind, pass }) => [kind, pass]),
      [
        ['host_meta', true],
        ['webfinger', false],
      ],
    );
    assert.ok(!('processing' in failure.phasesMs), 'a phase that did not finish has no time');
  });

  test('a refused connection is a refused connection', async () => {
    const closed = await fediverseServer();
    await closed[Symbol.asyncDispose]();
    const { cause, assertions } = (await probe(closed)).verdict;
    assert.equal(cause?.code, 'connect_refused');
    assert.match(cause?.message ?? '', /^host_meta: /);
    assert.deepEqual(
      assertions.map(({ kind }) => kind),
      ['host_meta'],
    );
  });
});

describe('activitypub, settings', () => {
  test('ask at the domain of the server by default, and name it as the target', () => {
    const context = (domain: string) => ({ ...server, domain });
    const target = (domain: string): string => prepared(activitypub, {}, context(domain)).target;
    assert.equal(target('social.example'), 'https://social.example/.well-known/webfinger');
    assert.equal(target('localhost:3000'), 'http://localhost:3000/.well-known/webfinger');
  });

  test('say how many requests a run makes', () => {
    const requests = (input: object): number => prepared(activitypub, input).requests;
    assert.equal(requests({}), 2);
    assert.equal(requests({ actor: true }), 3);
    assert.equal(requests({ host_meta: 'skip' }), 1);
  });

  const bad: readonly (readonly [object, RegExp])[] = [
    [{ url: 'social.example' }, /^url: write an address/],
    [{ url: 'https://social.example/about' }, /^url: write scheme and host only/],
    [{ url: 'https://a:b@social.example' }, /^url: /],
    [{ url: 'ftp://social.example' }, /^url: /],
    [{ account: 'a@b@c' }, /^account: write user or user@domain/],
    [{ account: '' }, /^account: /],
    [{ account: 'a b' }, /^account: /],
    [{ host_meta: 'maybe' }, /^host_meta: /],
    [{ status: 200 }, /status/],
    [{ keyword: 'a', keyword_absent: 'a' }, /^keyword_absent: /],
  ];
  for (const [input, message] of bad) {
    test(`refuse ${JSON.stringify(input)}`, () => {
      const issues = issuesOf(activitypub, input);
      assert.equal(issues.length, 1);
      assert.match(issues[0] ?? '', message);
    });
  }
});

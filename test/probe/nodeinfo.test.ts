import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keywordMatch } from '../../src/core/verdict.ts';
import { nodeinfo } from '../../src/probe/nodeinfo.ts';
import {
  httpServer,
  issuesOf,
  type Listening,
  type Probed,
  prepared,
  probeOnce,
} from '../support/probing.ts';
import { asFailure, asObservation } from '../support/transport-run.ts';

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly location?: string;
}

/** By path; `{origin}` stands for the server's own address. What is no text is sent as JSON. */
type Answers = Readonly<Record<string, Answer>>;

const rel = (version: string): string => `http://nodeinfo.diaspora.software/ns/schema/${version}`;
const leadsTo = (href: unknown, version = '2.0'): Answer => ({
  body: { links: [{ rel: rel(version), href }] },
});
const wellKnown = '/.well-known/nodeinfo';
const document = { software: { name: 'snac', version: '2.75' }, protocols: ['activitypub'] };
const page = '<!DOCTYPE html><html><head><title>An application</title></head><body></body></html>';

function serving(answers: Answers): Promise<Listening> {
  return httpServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const {
      status = 200,
      body = '',
      location,
    } = answers[new URL(request.url ?? '', origin).pathname] ?? {
      status: 404,
    };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    if (location !== undefined) response.setHeader('location', location);
    response.writeHead(status).end(text.replaceAll('{origin}', origin));
  });
}

async function probe(answers: Answers, input: object = {}): Promise<Probed> {
  await using fake = await serving(answers);
  return await probeOnce(prepared(nodeinfo, { url: `http://${fake.host}`, ...input }));
}

const healthy: Answers = {
  [wellKnown]: leadsTo('{origin}/nodeinfo_2_0'),
  '/nodeinfo_2_0': { body: document },
};

describe('nodeinfo, a server that has it', () => {
  test('passes, says what the software is, and has the document as its text', async () => {
    const { verdict, outcome } = await probe(healthy);
    assert.equal(verdict.result, 'pass');
    assert.deepEqual(
      verdict.assertions.map(({ kind, pass, actual }) => [kind, pass, actual?.replace(/:\d+/, '')]),
      [
        ['nodeinfo_link', true, '"http://127.0.0.1/nodeinfo_2_0"'],
        ['nodeinfo', true, 'a document'],
        ['software', true, '"snac 2.75"'],
        ['protocols', true, '"activitypub"'],
      ],
    );
    assert.equal(keywordMatch(verdict), true);
    assert.deepEqual(JSON.parse(asObservation(outcome).text ?? ''), document);
  });

  const links: readonly (readonly [what: string, answers: Answers])[] = [
    [
      'the newest of several',
      {
        [wellKnown]: {
          body: {
            links: [
              { rel: rel('1.0'), href: '{origin}/old' },
              { rel: rel('2.1'), href: '{origin}/new' },
              { rel: rel('2.0'), href: '{origin}/old' },
            ],
          },
        },
        '/new': { body: document },
      },
    ],
    [
      'it beside links to something else',
      {
        [wellKnown]: {
          body: {
            links: [
              { rel: 'https://www.w3.org/ns/activitystreams#Application', href: '{origin}/actor' },
              'nonsense',
              { rel: rel('2.0'), href: '{origin}/nodeinfo/2.0.json' },
            ],
          },
        },
        '/nodeinfo/2.0.json': { body: document },
      },
    ],
    [
      'it through redirects',
      {
        [wellKnown]: { status: 301, location: '/moved' },
        '/moved': leadsTo('{origin}/plain'),
        '/plain': { status: 308, location: '/nodeinfo' },
        '/nodeinfo': { body: document },
      },
    ],
  ];
  for (const [what, answers] of links) {
    test(`follows ${what}`, async () => {
      assert.equal((await probe(answers)).verdict.result, 'pass');
    });
  }

  test('may be asked for more', async () => {
    const software = (name: string): object => ({ json: { path: '$.software.name', equals: name } });
    assert.equal((await probe(healthy, software('snac'))).verdict.result, 'pass');
    assert.equal((await probe(healthy, software('lemmy'))).verdict.cause?.code, 'json_mismatch');
  });
});

describe('nodeinfo, a server that has it not', () => {
  const broken: readonly (readonly [what: string, answers: Answers, code: string, message: RegExp])[] = [
    ['no well-known document', {}, 'http_status', /^nodeinfo_link: status 404$/],
    ['a page for everything', { [wellKnown]: { body: page } }, 'json_invalid', /a page, not JSON/],
    [
      'a page in place of the document',
      { ...healthy, '/nodeinfo_2_0': { body: page } },
      'json_invalid',
      /^nodeinfo: a page, not JSON, expected a NodeInfo document$/,
    ],
    ['no links', { [wellKnown]: { body: {} } }, 'json_path_missing', /no such link/],
    ['only NodeInfo 1', { [wellKnown]: leadsTo('{origin}/x', '1.0') }, 'json_path_missing', /no such link/],
    ['a link to nowhere', { [wellKnown]: leadsTo('/x') }, 'json_mismatch', /not to a web address: "\/x"/],
    ['a link of another kind', { [wellKnown]: leadsTo(7) }, 'json_mismatch', /not to a web address: 7/],
    [
      'a document that is not there',
      { [wellKnown]: leadsTo('{origin}/x') },
      'http_status',
      /^nodeinfo: status 404$/,
    ],
    [
      'an error of the application',
      { ...healthy, '/nodeinfo_2_0': { status: 500 } },
      'http_status',
      /status 500/,
    ],
    [
      'too many questions',
      { ...healthy, '/nodeinfo_2_0': { status: 429 } },
      'rate_limited',
      /too many requests/,
    ],
    [
      'a software without a name',
      { ...healthy, '/nodeinfo_2_0': { body: { ...document, software: { name: ' ' } } } },
      'json_path_missing',
      /^software: " ", expected a name$/,
    ],
    [
      'a software that does not federate like this',
      { ...healthy, '/nodeinfo_2_0': { body: { ...document, protocols: ['diaspora', 'zot'] } } },
      'json_mismatch',
      /^protocols: "diaspora", "zot", expected activitypub$/,
    ],
    [
      'no protocols',
      { ...healthy, '/nodeinfo_2_0': { body: { software: { name: 'x' } } } },
      'json_mismatch',
      /absent/,
    ],
  ];
  for (const [what, answers, code, message] of broken) {
    test(`${what}: ${code}`, async () => {
      const failure = asFailure((await probe(answers)).outcome);
      assert.equal(failure.code, code);
      assert.match(failure.message, message);
    });
  }
});

test('it asks at the web origin of the server, and nowhere but at an origin', () => {
  assert.equal(prepared(nodeinfo, {}).target, 'https://social.example/.well-known/nodeinfo');
  assert.deepEqual(issuesOf(nodeinfo, { url: 'https://social.example/nodeinfo' }), [
    'url: write scheme and host only, such as https://social.example',
  ]);
});

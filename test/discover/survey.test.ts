/** Discovery of servers of the world, which tests cannot have: the answers are made up, the addresses are real ones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../src/core/clock.ts';
import type { Headers, Outcome } from '../../src/core/outcome.ts';
import { Asker, describeReply } from '../../src/discover/asker.ts';
import { findMedia } from '../../src/discover/media.ts';
import { askPage, streamingHosts } from '../../src/discover/page.ts';
import { findStreaming } from '../../src/discover/streaming.ts';
import { type Survey, survey } from '../../src/discover/survey.ts';
import { systemClock } from '../../src/monitor/clock.ts';
import { presets } from '../../src/preset/index.ts';
import { headers, http, observation } from '../support/core-values.ts';
import { FakeClock } from '../support/fake-clock.ts';

interface Made {
  readonly status?: number;
  readonly body?: unknown;
  readonly type?: string;
  /** Where redirects have led. */
  readonly from?: string;
  readonly headers?: Headers;
}

type World = Readonly<Record<string, Made>>;

/** Asks a world in which these addresses answer, without their query, and all others with 404. */
function askerIn(world: World, home: string, asked: string[] = [], clock: Clock = systemClock): Asker {
  const { signal } = new AbortController();
  const fetch = async ({ url: text }: { readonly url: string }): Promise<Outcome> => {
    const url = new URL(text);
    const address = url.origin + url.pathname;
    asked.push(address);
    const {
      status = 200,
      body = '',
      type = 'application/json',
      from,
      headers: more,
    } = world[address] ?? { status: 404 };
    return observation({
      http: http({
        status,
        url: from ?? address,
        redirects: from === undefined ? 0 : 1,
        headers: new Map([...headers({ 'content-type': type }), ...(more ?? [])]),
      }),
      text: typeof body === 'string' ? body : JSON.stringify(body),
    });
  };
  return new Asker(
    { clock, userAgent: 'fedistatus/test', fetch, run: async probe => await probe({ signal }) },
    home,
  );
}

async function surveyed(world: World, home: string, asked: string[] = []): Promise<Survey> {
  const deps = { asker: askerIn(world, home, asked), presets, progress: () => {} };
  const outcome = await survey(home, deps);
  assert.ok(
    outcome.kind === 'found',
    JSON.stringify([...(outcome.kind === 'nothing' ? outcome.failures : [])]),
  );
  return outcome.survey;
}

function nodeinfoLinks(href: string): Made {
  return { body: { links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href }] } };
}

function software(name: string): Made {
  return { body: { software: { name, version: '1.2.3' }, protocols: ['activitypub'] } };
}

function actorAt(origin: string, subject: string): Made {
  return {
    body: { subject, links: [{ rel: 'self', type: 'application/activity+json', href: `${origin}/actor` }] },
  };
}

const web = 'https://social.example.com';

/** A split domain as Mastodon's documentation has it: the bare domain forwards webfinger and nothing else. */
const splitWorld: World = {
  'https://example.com/.well-known/webfinger': {
    ...actorAt(web, 'acct:mastodon.internal@example.com'),
    from: `${web}/.well-known/webfinger`,
  },
  [`${web}/.well-known/nodeinfo`]: nodeinfoLinks(`${web}/nodeinfo/2.0`),
  [`${web}/nodeinfo/2.0`]: software('mastodon'),
  [`${web}/.well-known/webfinger`]: actorAt(web, 'acct:mastodon.internal@example.com'),
  [`${web}/api/v2/instance`]: {
    body: {
      domain: 'example.com',
      version: '4.5.3',
      contact: { account: { acct: 'admin', avatar: 'https://files.example.net/accounts/avatars/1.png' } },
      configuration: { urls: { streaming: 'wss://streaming.example.com', status: null } },
    },
  },
};

test('a bare domain that forwards nothing but webfinger leads to its pages', async () => {
  const asked: string[] = [];
  const found = await surveyed(splitWorld, 'example.com', asked);
  assert.equal(found.domain.value, 'example.com');
  assert.deepEqual(found.web, { value: web, from: 'the self link of webfinger' });
  assert.equal(found.chosen.key, 'mastodon');
  assert.equal(found.account.found?.name, 'admin');
  assert.equal(found.account.found?.isConfirmed, true);
  assert.equal(asked.length, 7);
});

test('the pages lead back to the bare domain, since its own webfinger agrees', async () => {
  const found = await surveyed(splitWorld, 'social.example.com');
  assert.equal(found.domain.value, 'example.com');
  assert.equal(found.web.value, web);
  assert.deepEqual(found.contradictions, []);
});

test('streaming and object storage are found on hosts of their own', async () => {
  const found = await surveyed(splitWorld, 'example.com');
  const streaming = findStreaming(found.instance, [], 'example.com');
  assert.deepEqual(streaming, {
    origin: {
      value: 'https://streaming.example.com',
      from: 'configuration.urls.streaming in /api/v2/instance',
    },
    refused: [],
  });
});

test('a server without webfinger of its own actor is found by host-meta and NodeInfo', async () => {
  const world: World = {
    'https://a.example.com/.well-known/host-meta': {
      type: 'application/xrd+xml',
      body: `<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><Link rel="lrdd" template="${web}/wf?resource={uri}"/></XRD>`,
    },
    [`${web}/.well-known/nodeinfo`]: nodeinfoLinks(`${web}/ni`),
    [`${web}/ni`]: software('snac'),
  };
  const found = await surveyed(world, 'a.example.com');
  assert.deepEqual(found.web, { value: web, from: 'the template of host-meta' });
  assert.deepEqual(
    [found.software?.name, found.chosen.key, found.chosen.isGeneric],
    ['snac', 'fediverse', true],
  );
});

test('a link to NodeInfo without TLS is followed with it', async () => {
  const world: World = {
    'https://books.example.com/.well-known/nodeinfo': nodeinfoLinks('http://books.example.com/nodeinfo/2.0'),
    'https://books.example.com/nodeinfo/2.0': software('bookwyrm'),
  };
  const found = await surveyed(world, 'books.example.com');
  assert.equal(found.chosen.key, 'bookwyrm');
  assert.equal(found.web.value, 'https://books.example.com');
});

test('what leads into a private network is not followed, and told', async () => {
  const world: World = {
    'https://evil.example.com/.well-known/nodeinfo': nodeinfoLinks('https://192.168.0.1/nodeinfo/2.0'),
    'https://evil.example.com/.well-known/webfinger': actorAt('https://10.0.0.1', 'acct:x@evil.example.com'),
  };
  const asked: string[] = [];
  const found = await surveyed(world, 'evil.example.com', asked);
  assert.equal(found.web.value, 'https://evil.example.com');
  assert.deepEqual(found.contradictions, [
    'the self link of webfinger names https://10.0.0.1, which leads into a private network',
    'the link of nodeinfo names https://192.168.0.1, which leads into a private network',
  ]);
  assert.ok(
    asked.every(address => address.startsWith('https://evil.example.com/')),
    asked.join(),
  );
});

interface MediaCase {
  readonly what: string;
  readonly instance?: object;
  readonly world: World;
  readonly expected: object;
}

const avatar = 'https://s3.example.net/bucket/accounts/avatars/1/original/a.png';

const mediaCases: readonly MediaCase[] = [
  {
    what: 'the check file at the root of the bucket, next to the avatar',
    instance: { contact: { account: { avatar } } },
    world: { 'https://s3.example.net/bucket/check.txt': { type: 'text/plain', body: 'OK\n' } },
    expected: {
      kind: 'check_file',
      url: 'https://s3.example.net/bucket/check.txt',
      from: 'the avatar of the contact account in /api/v2/instance',
    },
  },
  {
    what: 'the avatar itself, when there is no check file',
    instance: { contact: { account: { avatar } } },
    world: { [avatar]: { type: 'image/webp', body: 'RIFF' } },
    expected: {
      kind: 'object',
      url: avatar,
      contentType: 'image/webp',
      checkFile: 'https://s3.example.net/bucket/check.txt',
      from: 'the avatar of the contact account in /api/v2/instance',
    },
  },
  {
    what: 'no page in the place of a check file',
    instance: { contact: { account: { avatar } } },
    world: {
      'https://s3.example.net/bucket/check.txt': { type: 'text/html', body: '<!doctype html>OK' },
      [avatar]: { type: 'image/png', body: 'PNG' },
    },
    expected: {
      kind: 'object',
      url: avatar,
      contentType: 'image/png',
      checkFile: 'https://s3.example.net/bucket/check.txt',
      from: 'the avatar of the contact account in /api/v2/instance',
    },
  },
  {
    what: 'a picture that somebody uploaded as the thumbnail, not one of the software',
    instance: {
      contact: { account: { avatar: `${web}/avatars/original/missing.png` } },
      thumbnail: { url: 'https://files.example.net/site_uploads/t.png', versions: {} },
    },
    world: { 'https://files.example.net/check.txt': { type: 'text/plain', body: 'OK' } },
    expected: {
      kind: 'check_file',
      url: 'https://files.example.net/check.txt',
      from: 'the thumbnail in /api/v2/instance',
    },
  },
  {
    what: 'an emoji, where nobody has a picture',
    instance: { thumbnail: { url: `${web}/packs/preview.png` } },
    world: {
      [`${web}/api/v1/custom_emojis`]: { body: [{ url: 'https://files.example.net/custom_emojis/e.png' }] },
      'https://files.example.net/check.txt': { type: 'text/plain', body: 'OK' },
    },
    expected: {
      kind: 'check_file',
      url: 'https://files.example.net/check.txt',
      from: 'an emoji in /api/v1/custom_emojis',
    },
  },
  {
    what: 'the host that the page wants looked up early',
    world: {
      [`${web}/`]: {
        type: 'text/html',
        body: `<!doctype html><link rel="stylesheet" href="https://cdn.example/x.css"><link href='//files.example.net' rel='dns-prefetch'>`,
      },
    },
    expected: {
      kind: 'host',
      checkFile: 'https://files.example.net/check.txt',
      from: 'a dns-prefetch link of the page',
      why: 'nothing is known to lie there',
    },
  },
  {
    what: "the host in the page's content security policy",
    world: {
      [`${web}/`]: {
        type: 'text/html',
        body: '<!doctype html>',
        headers: headers({
          'content-security-policy': `default-src 'none'; img-src 'self' data: ${web} https://*.cdn.example https://files.example.net; script-src https://js.example`,
        }),
      },
    },
    expected: {
      kind: 'host',
      checkFile: 'https://files.example.net/check.txt',
      from: "the page's content security policy",
      why: 'nothing is known to lie there',
    },
  },
  {
    what: 'that there is none, when uploads are on the web server',
    instance: { contact: { account: { avatar: `${web}/system/accounts/avatars/1/a.png` } } },
    world: {},
    expected: { kind: 'same_host', from: 'the avatar of the contact account in /api/v2/instance' },
  },
  { what: 'nothing, when nothing shows', world: {}, expected: { kind: 'unknown' } },
];

for (const { what, instance, world, expected } of mediaCases) {
  test(`of the object storage it finds ${what}`, async () => {
    const asker = askerIn(world, 'social.example.com');
    const document = { domain: 'social.example.com', version: '4.5.3', ...instance };
    const facts =
      instance === undefined
        ? null
        : {
            path: '/api/v2/instance',
            document,
            version: '4.5.3',
            domain: null,
            title: null,
            software: null,
            isLimited: false,
            statusLink: null,
          };
    const frame = { instance: facts, hints: [], webOrigin: web, home: 'social.example.com' };
    const found = await findMedia({ ...frame, asker, page: () => askPage(asker, web) });
    assert.deepEqual(found, expected);
  });
}

test('where the API is closed, the page tells where streaming is', async () => {
  const page = {
    type: 'text/html',
    body: '<!doctype html>',
    headers: headers({ 'content-security-policy': `connect-src 'self' ${web} wss://streaming.example.com` }),
  };
  const asker = askerIn({ [`${web}/`]: page }, 'social.example.com');
  const hints = streamingHosts(await askPage(asker, web));
  assert.deepEqual(findStreaming(null, hints, 'social.example.com').origin, {
    value: 'https://streaming.example.com',
    from: "the page's content security policy",
  });
});

test('no more than a dozen questions are asked, whatever the answers', async () => {
  const asked: string[] = [];
  const asker = askerIn({}, 'a.example.com', asked);
  for (let index = 0; index < 20; index += 1) {
    await asker.ask({ url: `https://a.example.com/${index}`, accept: '*/*' });
  }
  assert.equal(asked.length, 12);
});

test('after a minute nothing more is asked, however slow the answers are', async () => {
  const clock = new FakeClock();
  const asked: string[] = [];
  const asker = askerIn({}, 'a.example.com', asked, clock);
  await clock.advance(59_999);
  await asker.ask({ url: 'https://a.example.com/in-time', accept: '*/*' });
  await clock.advance(1);
  const reply = await asker.ask({ url: 'https://a.example.com/late', accept: '*/*' });
  assert.equal(describeReply(reply), 'no time left to ask');
  assert.deepEqual(asked, ['https://a.example.com/in-time']);
});

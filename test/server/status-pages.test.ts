import assert from 'node:assert/strict';
import { type IncomingHttpHeaders, request } from 'node:http';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { eventfulStory, severalServersStory, tell } from '../support/status-values.ts';

const eventful = tell(eventfulStory());
const incident = eventful.status().incidents[0]?.id ?? '';

async function startWith(snapshot = eventful): Promise<TestServer> {
  return startTestServer({
    deps: { source: { snapshot: () => snapshot, scrape: async () => snapshot } },
  });
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Without what `fetch` adds on its own: it asks for no copies as soon as a version is named. */
async function ask(server: TestServer, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(`${server.public?.url}${path}`, { headers }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

const publicPaths: readonly [path: string, status: number, contentType: RegExp][] = [
  ['/', 200, /^text\/html; charset=utf-8$/],
  ['/?lang=ko', 200, /^text\/html; charset=utf-8$/],
  ['/servers/social.example/', 200, /^text\/html/],
  ['/servers/elsewhere.example/', 404, /^text\/plain/],
  ['/servers/', 404, /^text\/plain/],
  ['/incidents/', 200, /^text\/html/],
  [`/incidents/${incident}/`, 200, /^text\/html/],
  ['/incidents/unknown/', 404, /^text\/plain/],
  ['/incidents/unknown', 404, /^text\/plain/],
  ['/announcements/new-rules/', 200, /^text\/html/],
  ['/history.atom', 200, /^application\/atom\+xml; charset=utf-8$/],
  ['/api/v2/summary.json', 200, /^application\/json; charset=utf-8$/],
  ['/api/v2/status.json', 200, /^application\/json/],
  ['/api/v2/components.json', 200, /^application\/json/],
  ['/api/v2/incidents.json', 200, /^application\/json/],
  ['/api/v2/incidents/unresolved.json', 200, /^application\/json/],
  ['/api/v2/scheduled-maintenances.json', 200, /^application\/json/],
  ['/api/v2/scheduled-maintenances/upcoming.json', 200, /^application\/json/],
  ['/api/v2/scheduled-maintenances/active.json', 200, /^application\/json/],
  ['/api/v2/__proto__.json', 404, /^text\/plain/],
  ['/badge/social.example.svg', 200, /^image\/svg\+xml; charset=utf-8$/],
  ['/badge/social.example/api.svg', 200, /^image\/svg\+xml/],
  ['/badge/elsewhere.example.svg', 404, /^text\/plain/],
  ['/badge/social.example/none.svg', 404, /^text\/plain/],
  ['/assets/status-000000000000.css', 200, /^text\/css/],
  ['/assets/status-000000000000.txt', 404, /^text\/plain/],
];

for (const [path, status, contentType] of publicPaths) {
  test(`both listeners answer ${path.replace(incident, 'ID')} with ${status}`, async () => {
    await using server = await startWith();
    for (const response of [await server.fetch(path), await server.fetchPublic(path)]) {
      assert.equal(response.status, status);
      assert.match(response.headers.get('content-type') ?? '', contentType);
    }
  });
}

test('an address without its last slash leads to the page, below whatever path it is served', async () => {
  await using server = await startWith();
  const response = await server.fetchPublic(`/incidents/${incident}?lang=ko`, { redirect: 'manual' });
  assert.equal(response.status, 308);
  assert.equal(response.headers.get('location'), `./${incident}/?lang=ko`);
  const followed = await server.fetchPublic(`/incidents/${incident}?lang=ko`);
  assert.equal(followed.status, 200);
  assert.match(await followed.text(), /<html lang="ko">/);
});

test('a redirect stays on its host, whatever the address is', async () => {
  await using server = await startWith();
  for (const path of ['/incidents//evil.example', '/servers/%2F%2Fevil.example', '/incidents/%0d%0aX:1']) {
    const response = await server.fetchPublic(path, { redirect: 'manual' });
    assert.equal(response.status, 404, path);
  }
});

test('a reader that has the page already gets nothing but its version', async () => {
  await using server = await startWith();
  for (const path of ['/', '/api/v2/summary.json', '/history.atom', '/badge/social.example.svg']) {
    const first = await server.fetchPublic(path);
    const etag = first.headers.get('etag') ?? '';
    assert.match(etag, /^W\/"[\w-]{22}"$/, path);
    assert.equal(first.headers.get('cache-control'), 'max-age=30');
    const again = await ask(server, path, { 'if-none-match': `"old", ${etag}` });
    assert.equal(again.status, 304, path);
    assert.equal(again.headers.etag, etag);
    assert.equal(again.body.length, 0);
    assert.equal((await ask(server, path, { 'if-none-match': 'W/"another"' })).status, 200, path);
  }
});

test('the version is that of the language, and caches are told so', async () => {
  await using server = await startWith();
  const english = await server.fetchPublic('/', { headers: { 'accept-language': 'en' } });
  const korean = await server.fetchPublic('/', { headers: { 'accept-language': 'ko-KR' } });
  assert.notEqual(english.headers.get('etag'), korean.headers.get('etag'));
  assert.match(english.headers.get('vary') ?? '', /Accept-Language/);
  assert.match(await korean.text(), /<html lang="ko">/);
});

test('the page is compressed for those who ask', async () => {
  await using server = await startWith();
  const zipped = await ask(server, '/', { 'accept-encoding': 'gzip' });
  assert.equal(zipped.headers['content-encoding'], 'gzip');
  assert.match(gunzipSync(zipped.body).toString(), /^<!DOCTYPE html>/);
});

test('style and script may be kept for ever under their names, others under none', async () => {
  await using server = await startWith();
  const page = await (await server.fetchPublic('/')).text();
  const [, style = ''] = /<link rel="stylesheet" href="\.\/([^"]+)"/.exec(page) ?? [];
  const [, script = ''] = /<script src="\.\/([^"]+)" defer>/.exec(page) ?? [];
  for (const path of [style, script]) {
    const response = await server.fetchPublic(`/${path}`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'max-age=31536000, immutable');
  }
  const former = await server.fetchPublic('/assets/status-000000000000.css');
  assert.equal(former.headers.get('cache-control'), 'max-age=30');
});

test('pages allow their own style and script alone, and no frame around them', async () => {
  await using server = await startWith();
  const { headers } = await server.fetchPublic('/');
  assert.equal(
    headers.get('content-security-policy'),
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  assert.equal(headers.get('access-control-allow-origin'), null);
  const json = await server.fetchPublic('/api/v2/summary.json');
  assert.equal(json.headers.get('access-control-allow-origin'), '*');
});

test('what the public sees names nothing of the operator', async () => {
  await using server = await startWith(tell(severalServersStory()));
  for (const path of ['/', '/servers/social.example/', '/history.atom', '/api/v2/summary.json']) {
    const text = await (await server.fetchPublic(path)).text();
    assert.doesNotMatch(text, /\/operator|\/metrics|\/debug|\/probe|\/-\//, path);
  }
});

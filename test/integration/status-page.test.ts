import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { browserFile, type Chromium, type Page, startChromium, violationsOf } from '../support/browser.ts';
import { hour } from '../support/history-values.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { siteOf } from '../support/public-site.ts';
import {
  calmStory,
  eventfulStory,
  pageInstant,
  type Story,
  severalServersStory,
  tell,
} from '../support/status-values.ts';

async function serve(snapshot: Snapshot): Promise<TestServer> {
  return startTestServer({ deps: { source: { snapshot: () => snapshot, scrape: async () => snapshot } } });
}

/** The longest that is said of one of several servers. */
function uncertainStory(): Story {
  const story = severalServersStory();
  const changes = [['unknown', pageInstant - hour]] as const;
  return {
    ...story,
    components: [...story.components, { server: 'photos.example', name: 'media', changes }],
  };
}

/** As of now, so that the page does not call itself old. */
const now = Math.floor(Date.now() / 60_000) * 60_000;

function shifted(story: ReturnType<typeof eventfulStory>): Snapshot {
  const snapshot = tell(story);
  return { ...snapshot, at: now };
}

/** The first is what has to be enough (WCAG 2.2, 1.4.10). */
const widths = [320, 768, 1440] as const;

const readers = (['light', 'dark'] as const).flatMap(colorScheme =>
  (['en-GB', 'ko-KR'] as const).map(locale => ({ colorScheme, locale })),
);

test('the page in a real browser', { timeout: 90_000 }, async t => {
  const browser = await startChromium(t);
  if (browser === null) return;
  await using chromium = browser;
  const eventful = shifted(eventfulStory());
  await using server = await serve(eventful);
  const url = server.public?.url ?? '';

  for (const { colorScheme, locale } of readers) {
    await t.test(`${colorScheme}, ${locale}, on screens of ${widths.join(', ')} px`, async () => {
      await using opened = await chromium.open(`${url}/`, { colorScheme, locale });
      const { page, requests, complaints } = opened;
      assert.equal(await page.evaluate('document.documentElement.lang'), locale.slice(0, 2));
      const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      assert.equal(ground, colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(19, 22, 27)');
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        await assertFits(page);
        assert.deepEqual(await violationsOf(page), [], `at ${width} px`);
      }
      assert.deepEqual(complaints, []);
      const elsewhere = requests.filter(each => !each.startsWith(`${url}/`));
      assert.deepEqual(elsewhere, [], 'no request leaves the origin');
    });
  }

  await t.test('the other pages fit on a phone and are accessible as well', async () => {
    const [incident] = eventful.status().incidents;
    await using several = await serve(shifted(uncertainStory()));
    await using calm = await serve(shifted(calmStory()));
    const addresses = [
      `${url}/incidents/`,
      `${url}/incidents/${incident?.id}/`,
      `${url}/announcements/new-rules/`,
      `${several.public?.url}/`,
      `${several.public?.url}/servers/social.example/`,
      `${calm.public?.url}/?lang=ko`,
    ];
    await using opened = await chromium.open(`${url}/`, { viewport: { width: widths[0], height: 800 } });
    for (const address of addresses) {
      await opened.page.goto(address);
      await assertFits(opened.page);
      assert.deepEqual(await violationsOf(opened.page), [], address);
      assert.deepEqual(opened.complaints, [], address);
    }
  });

  await t.test(
    'every link is reached by the keyboard, in the order in which it stands, and shows it',
    async () => {
      await using opened = await chromium.open(`${url}/`);
      const { page } = opened;
      const links = await page.evaluate<readonly string[]>(
        "[...document.querySelectorAll('a')].filter(a => a.checkVisibility()).map(a => a.href)",
      );
      const reached: string[] = [];
      for (const _link of links) {
        await page.keyboard.press('Tab');
        reached.push(await page.evaluate<string>('document.activeElement.href'));
        const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
        assert.equal(outline, 'solid');
      }
      assert.deepEqual(reached, links);
      assert.match(reached[0] ?? '', /#main$/, 'the first leads past what stands on every page');
    },
  );

  await t.test('a reader switches the language, and keeps it on the next page', async () => {
    await using opened = await chromium.open(`${url}/`, { locale: 'en-GB' });
    const { page } = opened;
    await page.click('a[hreflang=ko]');
    assert.equal(await page.evaluate('document.documentElement.lang'), 'ko');
    await page.click('article.card.open a');
    assert.equal(await page.evaluate('document.documentElement.lang'), 'ko');
    await page.click('a[hreflang=en]');
    assert.equal(await page.evaluate('document.documentElement.lang'), 'en');
    assert.match(page.url(), /\/incidents\/\w+\/\?lang=en$/);
  });

  await t.test('a screen reader hears one summary a component, not ninety bars', async () => {
    await using opened = await chromium.open(`${url}/`, { locale: 'en-GB' });
    const tree = await opened.page.locator('main').ariaSnapshot();
    assert.equal(tree.match(/Last 90 days:/g)?.length, 7);
    assert.match(tree, /heading "Partial outage" \[level=1\]/);
    assert.doesNotMatch(tree, /19 Nov: outage/);
  });

  await t.test('words that run from right to left end on the left, with their punctuation', async () => {
    const announcements = (eventfulStory().announcements ?? []).map(each => ({
      ...each,
      body: 'שלום עולם!',
    }));
    await using told = await serve(shifted({ ...calmStory(), announcements }));
    await using opened = await chromium.open(`${told.public?.url}/`);
    const [first, last] = await opened.page.evaluate<[number, number]>(
      "(text => [0, text.length - 1].map(at => { const range = new Range(); range.setStart(text, at); range.setEnd(text, at + 1); return range.getBoundingClientRect().left; }))(document.querySelector('.words p').firstChild)",
    );
    assert.ok(last < first, `the last sign stands at ${last} px, the first at ${first} px`);
  });

  await t.test('on paper it is dark on white, whatever its reader prefers on a screen', async () => {
    await using opened = await chromium.open(`${url}/`, { colorScheme: 'dark' });
    await opened.page.emulateMedia({ media: 'print' });
    const ink = await opened.page.evaluate('getComputedStyle(document.body).color');
    assert.equal(ink, 'rgb(28, 33, 40)');
  });

  await t.test('without JavaScript it says all the same', async () => {
    const options = {
      javaScriptEnabled: false,
      locale: 'en-GB',
      viewport: { width: widths[0], height: 800 },
    };
    await using opened = await chromium.open(`${url}/`, options);
    const text = await opened.page.locator('body').innerText();
    assert.match(text, /Partial outage/);
    assert.match(text, /As of \d+ \w+ \d{4}, \d\d:\d\d UTC/);
  });

  await t.test('a published page that is not refreshed any more says so by itself', async () => {
    await assertGrowsOld(chromium);
  });

  await t.test("Atlassian's own widget reads our summary from another site", async () => {
    await assertWidgetReads(chromium, url);
  });
});

async function assertFits(page: Page): Promise<void> {
  const [wanted, given] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  assert.ok(wanted <= given, `${wanted} px wide on a screen of ${given}`);
  const outside = await page.evaluate<readonly string[]>(
    "[...document.querySelectorAll('main *, header *, footer *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.hidden')).map(e => e.outerHTML.slice(0, 80))",
  );
  assert.deepEqual(outside, []);
  const broken = await page.evaluate<readonly string[]>(
    "[...document.querySelectorAll('.scale span')].filter(e => e.offsetHeight > e.textContent.split(' ').length * 22).map(e => e.textContent)",
  );
  assert.deepEqual(broken, [], 'no word of a scale is broken');
}

/** Plain files below a path, as a static host serves them: no header of ours, no redirect, no language. */
async function assertGrowsOld(chromium: Chromium): Promise<void> {
  const files = siteOf(shifted(eventfulStory()));
  const types: Readonly<Record<string, string>> = {
    html: 'text/html',
    css: 'text/css',
    js: 'text/javascript',
  };
  await using host = await listen((path, respond) => {
    const name = decodeURIComponent(path.replace(/^\/below\//, '')).replace(/(^|\/)$/, '$1index.html');
    const extension = name.split('.').at(-1) ?? '';
    respond(files.get(name) ?? null, types[extension] ?? 'image/svg+xml');
  });
  await using opened = await chromium.open(`${host.url}/below/`, { locale: 'en-GB' });
  const { page, complaints } = opened;
  assert.equal(await page.locator('#old').isVisible(), false);
  assert.equal(await page.evaluate('getComputedStyle(document.body).marginTop'), '0px', 'it has its style');
  await page.click('a[hreflang=ko]');
  assert.equal(page.url(), `${host.url}/below/ko/`);
  await page.clock.setFixedTime(now + hour);
  await page.reload();
  assert.equal(await page.locator('#old').isVisible(), true);
  assert.match(await page.locator('#old').innerText(), /갱신되지 않았습니다/);
  assert.deepEqual(complaints, []);
}

/** The widget asks the root of a host, with a script of another. */
async function assertWidgetReads(chromium: Chromium, url: string): Promise<void> {
  const script = await readFile(browserFile('@statuspage/status-widget/dist/index.js'), 'utf8');
  const page = `<!DOCTYPE html><title>x</title><statuspage-widget src="${url}"></statuspage-widget><script src="/widget.js"></script>`;
  await using host = await listen((path, respond) =>
    path === '/widget.js' ? respond(script, 'text/javascript') : respond(page, 'text/html'),
  );
  await using opened = await chromium.open(`${host.url}/`);
  const widget = opened.page.locator('statuspage-widget .status-text');
  await widget.waitFor({ timeout: 5000 });
  assert.equal(await widget.innerText(), 'Partial outage');
  assert.equal(await opened.page.locator('statuspage-widget .status-indicator.major').count(), 1);
}

async function listen(
  answer: (path: string, respond: (body: string | null, type: string) => void) => void,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) =>
    answer(request.url ?? '/', (body, type) => {
      response.writeHead(body === null ? 404 : 200, { 'content-type': `${type}; charset=utf-8` });
      response.end(body ?? '');
    }),
  );
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

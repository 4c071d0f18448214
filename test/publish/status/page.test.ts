import assert from 'node:assert/strict';
import test from 'node:test';
import { languages } from '../../../src/publish/status/text/index.ts';
import { day, hour, minute } from '../../support/history-values.ts';
import { fileOf, siteOf, textOf } from '../../support/public-site.ts';
import {
  pageInstant as at,
  calmStory,
  eventfulStory,
  onceWindow,
  type Story,
  severalServersStory,
  tell,
} from '../../support/status-values.ts';

const eventful = tell(eventfulStory());
const firstIncident = eventful.status().incidents[0]?.id ?? '';

function textWith(story: Story, path = 'index.html'): string {
  return textOf(fileOf(tell(story), path));
}

test('the first thing that is said is whether everything works', () => {
  for (const [story, sentence] of [
    [calmStory(), 'All systems operational'],
    [eventfulStory(), 'Partial outage'],
    [{ components: [{ name: 'api', changes: [['outage', at - hour]] }] }, 'Major outage'],
    [{ components: [{ name: 'api', changes: [['degraded', at - hour]] }] }, 'Some systems are degraded'],
    [{ components: [{ name: 'api' }], watchedUntil: at - hour }, 'The current state is not known'],
    [{ components: [] }, 'The current state is not known'],
    [
      {
        components: [{ name: 'api' }, { name: 'pages' }],
        watchedUntil: at - hour,
        windows: [onceWindow({ title: 'Work', components: ['api'], from: at - hour, until: at + hour })],
      },
      'The current state is not known',
    ],
    [
      { components: [{ name: 'api' }, { name: 'pages', changes: [['unknown', at - hour]] }] },
      'What could be checked works, but not everything could be checked',
    ],
  ] as const satisfies readonly (readonly [Story, string])[]) {
    const html = fileOf(tell(story), 'index.html');
    assert.equal(textOf(/<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? ''), sentence);
  }
});

test('banner, rows, JSON and badge tell the same state', () => {
  const html = fileOf(eventful, 'index.html');
  const rows = [...html.matchAll(/<span class="name">(.*?)<\/span><span class="state (\w+)">/g)];
  assert.deepEqual(
    rows.map(([, name, state]) => [name, state]),
    eventful.status().components.map(({ state }, index) => [rows[index]?.[1], state]),
  );
  const components = JSON.parse(fileOf(eventful, 'api/v2/components.json')).components;
  const states = components.filter((each: { group: boolean }) => !each.group);
  assert.deepEqual(
    states.map((each: { fedistatus_state: string }) => each.fedistatus_state),
    rows.map(([, , state]) => state),
  );
  assert.match(fileOf(eventful, 'badge/social.example/streaming.svg'), /aria-label="Streaming: Outage"/);
});

test('a day has exactly the minutes that were confirmed, in its note and in its summary', () => {
  const story: Story = {
    components: [
      {
        name: 'api',
        changes: [
          ['outage', at - 3 * day],
          ['operational', at - 3 * day + 17 * minute],
        ],
      },
    ],
  };
  const html = fileOf(tell(story), 'index.html');
  assert.match(html, /<path class="outage" d="M[^"]+"><title>19 Nov: outage 17 min<\/title><\/path>/);
  assert.match(textOf(html), /Last 90 days: outages on 1 day \(17 min\)\./);
});

test('time that nobody watched is neither up nor down', () => {
  const html = fileOf(tell({ components: [{ name: 'api' }], watchedFrom: at - 10 * day }), 'index.html');
  const quiet = Object.fromEntries(
    [...html.matchAll(/<path class="(\w+)" d="((?:M[^M"]+){2,})"\/>/g)].map(([, kind, d]) => [
      kind,
      (d?.match(/M/g) ?? []).length,
    ]),
  );
  assert.deepEqual(quiet, { operational: 11, unknown: 79 });
  assert.match(textOf(html), /100% uptime\. Last 90 days: no outage, no data for 79 days\./);
});

test('beside an incident that lasts, or before there is a record, nothing is said to have been well', () => {
  for (const story of [
    { components: [{ name: 'api', changes: [['outage', at - hour]] }] },
    { components: [{ name: 'api' }], watchedFrom: at - minute },
  ] as const satisfies readonly Story[]) {
    assert.match(textWith(story), /No past incidents on record for the last 14 days\./);
    assert.match(textWith(story, 'ko/index.html'), /최근 14일간 기록된 지난 장애가 없습니다\./);
  }
});

test('a span tells the zone of both ends where the clocks were changed within it', () => {
  for (const [timeZone, from, until, english, korean] of [
    [
      'Europe/London',
      '2026-10-25T00:30Z',
      '2026-10-25T01:30Z',
      '25 Oct 2026, 01:30 BST – 25 Oct 2026, 01:30 GMT for 1 h',
      '2026년 10월 25일 01:30 GMT+1 ~ 2026년 10월 25일 01:30 GMT+0 1시간 동안',
    ],
    [
      'America/New_York',
      '2026-11-01T05:50Z',
      '2026-11-01T06:10Z',
      '1 Nov 2026, 01:50 GMT-4 – 1 Nov 2026, 01:10 GMT-5 for 20 min',
      '2026년 11월 1일 01:50 GMT-4 ~ 2026년 11월 1일 01:10 GMT-5 20분 동안',
    ],
  ] as const) {
    const changes = [
      ['outage', Date.parse(from)],
      ['operational', Date.parse(until)],
    ] as const;
    const story = { components: [{ name: 'api', changes }], page: { timeZone } };
    assert.ok(textWith(story, 'incidents/index.html').includes(english), english);
    assert.ok(textWith(story, 'ko/incidents/index.html').includes(korean), korean);
  }
});

test('a component that was never heard of has no uptime', () => {
  const snapshot = tell({ components: [{ name: 'api' }], watchedFrom: at, watchedUntil: at });
  assert.match(textOf(fileOf(snapshot, 'index.html')), /api Unknown .*no data yet/);
});

test('a record that nobody continues says so, and since when', () => {
  const text = textWith({ components: [{ name: 'api' }], watchedUntil: at - 5 * hour });
  assert.match(
    text,
    /Nothing has been measured since 21 Nov 2026, 22:04 UTC\. What follows may no longer be true\./,
  );
  assert.doesNotMatch(textWith(calmStory()), /Nothing has been measured/);
});

test('every page says of when it is, and knows when it is old; the record of what is over stays as it is', () => {
  for (const [path, html] of siteOf(eventful)) {
    if (!path.endsWith('.html')) continue;
    const isOpen = [firstIncident, 'streaming-is-stuck'].some(part => path.includes(part));
    const isRecord = /announcements\/|incidents\/[^i]/.test(path) && !isOpen;
    assert.equal(
      html.includes(`id="old" role="status" hidden data-as-of="${at}" data-stale-after="900000"`),
      !isRecord,
      path,
    );
    assert.equal(/As of 22 Nov 2026, 03:04 UTC|2026년 11월 22일 03:04 UTC 기준/.test(html), !isRecord, path);
  }
  const later = tell({ ...eventfulStory(), at: at + 5 * minute });
  const past = eventful.status().incidents.find(({ open }) => !open)?.id ?? '';
  const path = `incidents/${past}/index.html`;
  assert.equal(fileOf(later, path), fileOf(eventful, path));
});

test('an incident tells what, why, since when, and what was said of it', () => {
  const text = textWith(eventfulStory(), `incidents/${firstIncident}/index.html`);
  assert.match(text, /Streaming is stuck/);
  assert.match(text, /Streaming Outage live connections failed · since 22 Nov 2026, 02:17 UTC/);
  assert.match(text, /API Degraded slow to answer · since 22 Nov 2026, 02:14 UTC/);
  assert.match(text, /Identified 22 Nov 2026, 02:49 UTC A proxy lost its settings\./);
  assert.match(
    text,
    /Investigating 22 Nov 2026, 02:14 UTC API: degraded \(slow to answer\)\. Streaming: outage/,
  );
});

/** An announcement that names nothing that it is about, and that nobody has added to. */
const ofEverything = { server: null, components: null, incident: null, updates: [] };

test('news is on the first page until a week after its last words', () => {
  const news = { ...ofEverything, id: 'news', title: 'New rules', until: null, body: 'Read them.' };
  for (const [parts, isShown] of [
    [{ from: at - 6 * day }, true],
    [{ from: at - 8 * day }, false],
    [{ from: at - 8 * day, until: at - 6 * day }, true],
    [{ from: at - 30 * day, updates: [{ at: at - 6 * day, status: null, body: 'Changed.' }] }, true],
  ] as const) {
    const story = { ...calmStory(), announcements: [{ ...news, ...parts }] };
    assert.equal(textWith(story).includes('New rules'), isShown, JSON.stringify(parts));
    assert.match(textWith(story, 'announcements/news/index.html'), /Read them\./);
  }
});

test('the address of an announcement stays when an incident is found that it speaks of', () => {
  const announcement = {
    ...ofEverything,
    id: 'slow-pages',
    title: 'Slow pages',
    from: at - hour,
    until: at + hour,
    body: 'We are moving.',
  };
  const path = 'announcements/slow-pages/index.html';
  const calm: Story = { components: [{ name: 'api', title: 'API' }], announcements: [announcement] };
  assert.match(textWith(calm, path), /Slow pages .*We are moving\./);
  const changes = [['outage', at - 30 * minute]] as const;
  const troubled: Story = { ...calm, components: [{ name: 'api', title: 'API', changes }] };
  assert.match(textWith(troubled, path), /Slow pages .*API Outage .*We are moving\./);
  assert.equal(tell(troubled).status().announcements.length, 0, 'told once');
});

test('components that have the same trouble share one sentence', () => {
  const text = textWith({
    components: [
      { name: 'api', title: 'API', changes: [['outage', at - hour]] },
      { name: 'media', title: 'Media', changes: [['degraded', at - hour + minute, 'timeout']] },
      { name: 'pages', title: 'Pages', changes: [['outage', at - hour + 2 * minute]] },
    ],
  });
  assert.match(
    text,
    /API and Pages: outage \(it answered with an error\)\. Media: degraded \(slow to answer\)\./,
  );
});

test('names that run from right to left keep their punctuation, wherever they stand; data has them as they are', () => {
  const [name, title] = ['الرئيسية (1)', 'خادم!'];
  const story: Story = {
    servers: [{ domain: 'social.example', title }],
    components: [{ name: 'api', title: name, changes: [['outage', at - hour]] }],
  };
  const text = textWith(story);
  for (const place of [
    `\u2068${title}\u2069 status`,
    `Outage: \u2068${name}\u2069`,
    `\u2068${name}\u2069: outage`,
  ])
    assert.ok(text.includes(place), place);
  const { components } = JSON.parse(fileOf(tell(story), 'api/v2/components.json'));
  assert.ok(components.some((each: { name: string }) => each.name === name));
  assert.doesNotMatch(textWith(eventfulStory()), /[\u2066-\u2069]/);
});

test('the state of a single component is not said twice', () => {
  const one: Story = { components: [{ name: 'api', title: 'API', changes: [['outage', at - hour]] }] };
  assert.doesNotMatch(textWith(one), /1 down/);
  assert.match(textWith({ components: [...one.components, { name: 'pages' }] }), /1 operational, 1 down/);
});

test('an expired certificate is called that, as every browser does', () => {
  const story: Story = { components: [{ name: 'api', changes: [['outage', at - hour, 'tls']] }] };
  const snapshot = tell(story);
  assert.match(textOf(fileOf(snapshot, 'index.html')), /api Outage TLS could not be agreed on/);
  const [component] = snapshot.components;
  const expired = {
    ...component!,
    current: { verdict: { cause: { code: 'tls_expired' } } } as never,
  };
  const text = textOf(fileOf({ ...snapshot, components: [expired] }, 'index.html'));
  assert.match(text, /api Outage TLS certificate expired/);
});

test("a sysop's words are Markdown without HTML, pictures, scripts or headings", () => {
  const body =
    '# Big\n\n**bold** <script>alert(1)</script> ![x](https://elsewhere.example/x.png)\n\n[a](javascript:alert(1)) [b](https://b.example/) <img src=x onerror=alert(1)>';
  const notice = { ...eventfulStory().announcements![1]!, body };
  const html = fileOf(tell({ ...calmStory(), announcements: [notice] }), 'index.html');
  assert.match(html, /<strong>bold<\/strong>/);
  assert.match(html, /<a href="https:\/\/b\.example\/">b<\/a>/);
  assert.doesNotMatch(html, /<script>|<img|href="javascript|<h1>Big/);
});

test('titles cannot break out of where they stand', () => {
  const evil = `"><script>alert('x')</script>\u0000\u0008`;
  const snapshot = tell({
    servers: [{ domain: 'social.example', title: evil }],
    components: [{ name: 'api', title: evil, group: evil, changes: [['outage', at - hour]] }],
    announcements: [{ ...eventfulStory().announcements![1]!, title: evil, id: evil }],
    page: { title: evil, links: [{ title: evil, url: 'https://a.example/?a="<>' }] },
  });
  for (const [path, body] of siteOf(snapshot)) {
    if (path.endsWith('.json')) continue;
    assert.doesNotMatch(body, /<script>alert/, path);
    // oxlint-disable-next-line no-control-regex -- these must not be there
    assert.doesNotMatch(body, /[\u0000\u0008]/, path);
  }
});

test('several servers have an overview and a page each, with what is theirs', () => {
  const files = siteOf(tell(severalServersStory()));
  const overview = textOf(files.get('index.html') ?? '');
  assert.match(overview, /Servers Social Partial outage .* photos\.example All systems operational/);
  const photos = textOf(files.get('servers/photos.example/index.html') ?? '');
  assert.match(photos, /photos\.example: All systems operational/);
  assert.doesNotMatch(photos, /Streaming/);
  assert.match(textOf(files.get('servers/social.example/index.html') ?? ''), /Streaming is stuck/);
});

test('the page is as the configuration says', () => {
  const html = fileOf(
    tell({
      ...calmStory(),
      page: {
        title: { en: 'How we are', ko: '우리 상태' },
        logo: 'logo.svg',
        accent: '#7a1fa2',
        links: [{ title: { en: 'Forum', ko: '포럼' }, url: 'https://forum.example/' }],
        timeZone: 'Asia/Seoul',
      },
    }),
    'ko/incidents/index.html',
  );
  assert.match(html, /<img src="\.\.\/\.\.\/logo\.svg" alt="">우리 상태<\/a>/);
  assert.match(html, /<a href="https:\/\/forum\.example\/">포럼<\/a>/);
  assert.match(html, /2026년 11월 22일 12:04 GMT\+9 기준/);
});

test('links are relative, and each leads to a file that is there', () => {
  const files = siteOf(tell(severalServersStory()));
  for (const [path, html] of files) {
    if (!path.endsWith('.html')) continue;
    for (const [, target = ''] of html.matchAll(/(?:href|src)="([^"#]+)"/g)) {
      if (/^https?:/.test(target)) continue;
      assert.match(target, /^\.\.?\//, `${target} in ${path} would not work below another path`);
      const url = new URL(target, `https://host.example/deep/below/${path.replace(/index\.html$/, '')}`);
      assert.match(url.pathname, /^\/deep\/below\//, path);
      const file = decodeURIComponent(url.pathname.slice('/deep/below/'.length)).replace(
        /(^|\/)$/,
        '$1index.html',
      );
      assert.ok(files.has(file), `${path} links to ${target}, which is not there`);
    }
  }
});

test('a usual page is small, and never more than 50 KB', () => {
  for (const [path, body] of siteOf(eventful)) {
    if (path.endsWith('.html'))
      assert.ok(Buffer.byteLength(body) < 50_000, `${path}: ${Buffer.byteLength(body)}`);
  }
  const total = [
    'index.html',
    ...[...siteOf(eventful).keys()].filter(path => /status-.*\.(?:css|js)$/.test(path)),
  ]
    .map(path => Buffer.byteLength(fileOf(eventful, path)))
    .reduce((sum, bytes) => sum + bytes, 0);
  assert.ok(total < 50_000, `${total} bytes with style and script`);
});

test('every language says everything, in words of its own', () => {
  const [en, ...others] = languages;
  for (const words of others) {
    assert.deepEqual(Object.keys(words).toSorted(), Object.keys(en).toSorted());
    for (const table of ['states', 'kinds', 'reasons', 'stages', 'maintenanceStages'] as const) {
      for (const [key, word] of Object.entries(words[table])) {
        assert.notEqual(
          word,
          (en[table] as Record<string, string>)[key],
          `${words.language} ${table}.${key}`,
        );
      }
    }
  }
});

test('work that is under way stands above the components, planned work below, each window once', () => {
  const nightly = onceWindow({
    title: 'Backup',
    from: at + hour,
    until: at + 2 * hour,
    between: () => [1, 25, 49].map(hours => ({ from: at + hours * hour, until: at + (hours + 1) * hour })),
  });
  const { windows = [], ...story } = eventfulStory();
  const html = fileOf(tell({ ...story, windows: [...windows, nightly] }), 'index.html');
  const text = textOf(html);
  assert.equal(text.split('Backup').length - 1, 1);
  const order = ['Maintenance Database upgrade', 'Components', 'Planned maintenance Backup', 'New disks'];
  const places = order.map(words => text.indexOf(words));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.ok(places[0] !== undefined && places[0] > 0, text);
});

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parseAnnouncement } from '../../src/config/announcement-file.ts';
import { announcementReader } from '../../src/config/announcements.ts';
import { temporaryDirectory } from '../support/history-values.ts';

const complete = `---
title: { en: Pages are slow, ko: 느립니다 }
server: Social.Example
components: [main_page, api]
from: 2026-11-22T12:00:00+09:00
until: 2026-11-22T05:00:00Z
---

We moved the **database**.

## 2026-11-22T03:10:00Z identified

The disk was full.

## 2026-11-22T04:00:00Z resolved
All is well.

## What we learnt
Disks are finite.
`;

test('an announcement is read whole, updates newest first', () => {
  assert.deepEqual(parseAnnouncement('2026-11-22-database.md', complete), {
    ok: true,
    announcement: {
      id: '2026-11-22-database',
      title: { en: 'Pages are slow', ko: '느립니다' },
      incident: null,
      server: 'social.example',
      components: ['main_page', 'api'],
      from: Date.parse('2026-11-22T03:00:00Z'),
      until: Date.parse('2026-11-22T05:00:00Z'),
      body: 'We moved the **database**.',
      updates: [
        {
          at: Date.parse('2026-11-22T04:00:00Z'),
          status: 'resolved',
          body: 'All is well.\n\n## What we learnt\nDisks are finite.',
        },
        { at: Date.parse('2026-11-22T03:10:00Z'), status: 'identified', body: 'The disk was full.' },
      ],
    },
  });
});

test('the example of docs/status-page.md is one', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/status-page.md'), 'utf8');
  const [, example = ''] = /```markdown\n(---\n[^]*?)```/.exec(page) ?? [];
  const result = parseAnnouncement('a.md', example);
  assert.ok(result.ok, JSON.stringify(result));
  assert.deepEqual(result.announcement.components, ['main_page', 'user_page']);
  assert.deepEqual(
    result.announcement.updates.map(({ status }) => status),
    ['identified'],
  );
});

test('with an update there needs to be no beginning, and a word needs no stage', () => {
  const result = parseAnnouncement(
    'a.md',
    '---\r\ntitle: A\r\nincident: abc\r\n---\r\n## 2026-11-22T03:10Z\r\nWe look.\r\n',
  );
  assert.ok(result.ok);
  assert.equal(result.announcement.incident, 'abc');
  assert.equal(result.announcement.from, Date.parse('2026-11-22T03:10:00Z'));
  assert.deepEqual(
    result.announcement.updates.map(({ status, body }) => [status, body]),
    [[null, 'We look.']],
  );
});

const instant = 'write a time with its offset, such as 2026-11-22T03:10:00Z or 2026-11-22T12:10:00+09:00';
const update =
  'write an update as ## 2026-11-22T03:10:00Z investigating|identified|monitoring|resolved (or no word)';

const mistakes: readonly (readonly [text: string, problem: string])[] = [
  ['Hello', '1:1 begin with a line of ---, then the title and so on, then a line of ---'],
  ['---\ntitle: A', '1:1 begin with a line of ---, then the title and so on, then a line of ---'],
  ['---\ntitle: A\n---\n', '1:1 from: is missing, and there is no update to take it from'],
  ['---\ntitle: A\nfrom: yesterday\n---\n', `3:7 from: ${instant}`],
  ['---\ntitle: A\nfrom: 2026-11-22T03:00:00\n---\n', `3:7 from: ${instant}`],
  [
    '---\ntitle: A\nfrom: 2026-11-22T03:00:00Z\nuntil: 2026-11-22T02:00:00Z\n---\n',
    '1:1 until: must be later than from',
  ],
  ['---\ntitle: A\n---\n\n## 2026-11-22T03:10:00Z fixed\n', `5:1 ${update}`],
  ['---\ntitle: A\n---\n## 2026-11-22 resolved\n', `4:1 ${update}`],
];

for (const [text, expected] of mistakes) {
  test(`refuses ${JSON.stringify(text)}`, () => {
    const result = parseAnnouncement('a.md', text);
    assert.ok(!result.ok);
    assert.deepEqual(
      result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`),
      [expected],
    );
  });
}

test('a key that means nothing and one that is missing are both named', () => {
  const result = parseAnnouncement('a.md', '---\ntitel: A\n---\n');
  assert.ok(!result.ok);
  assert.deepEqual(result.problems.map(({ line, message }) => `${line} ${message}`).toSorted(), [
    '2 titel: unknown key: did you mean `title`?',
    '2 title: is missing',
  ]);
});

test('files are picked up, changed and dropped without a restart, and read only when they change', async () => {
  await using directory = await temporaryDirectory();
  const path = (name: string): string => join(directory.path, name);
  const reader = announcementReader(directory.path);
  const titles = (): readonly unknown[] => reader.read().announcements.map(({ title }) => title);
  assert.deepEqual(titles(), []);
  writeFileSync(path('b.md'), '---\ntitle: B\nfrom: 2026-11-22T03:00:00Z\n---\n');
  writeFileSync(path('a.md'), '---\ntitle: A\nfrom: 2026-11-22T03:00:00Z\n---\n');
  writeFileSync(path('README.md'), 'How to write these');
  writeFileSync(path('a.md~'), 'rubbish');
  assert.deepEqual(titles(), ['A', 'B']);
  assert.equal(reader.read(), reader.read(), 'the same while nothing changes');
  const before = reader.read();
  writeFileSync(path('b.md'), '---\ntitle: C\nfrom: 2026-11-22T03:00:00Z\n---\n');
  utimesSync(path('b.md'), 1, 1);
  assert.notEqual(reader.read(), before);
  assert.deepEqual(titles(), ['A', 'C']);
  rmSync(path('a.md'));
  assert.deepEqual(titles(), ['C']);
});

test('one bad file does not hide the others', async () => {
  await using directory = await temporaryDirectory();
  writeFileSync(join(directory.path, 'good.md'), '---\ntitle: A\nfrom: 2026-11-22T03:00:00Z\n---\n');
  writeFileSync(join(directory.path, 'bad.md'), 'no head');
  writeFileSync(join(directory.path, 'huge.md'), 'x'.repeat(300_000));
  mkdirSync(join(directory.path, 'thing.md'));
  const { announcements, problems } = announcementReader(directory.path).read();
  assert.equal(announcements.length, 1);
  assert.deepEqual(
    problems.map(({ file, message }) => `${file}: ${message}`),
    [
      'bad.md: begin with a line of ---, then the title and so on, then a line of ---',
      'huge.md: larger than 256 KiB',
      'thing.md: not a file',
    ],
  );
});

test('a directory that is not there is a problem, not an error, and is read once it is', async () => {
  await using directory = await temporaryDirectory();
  rmSync(directory.path, { recursive: true });
  const reader = announcementReader(directory.path);
  const { problems } = reader.read();
  assert.deepEqual(
    problems.map(({ message }) => message),
    ['the directory of announcements cannot be read: ENOENT'],
  );
  assert.equal(reader.read().problems, problems);
});

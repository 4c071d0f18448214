import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAtomFeed } from 'feedsmith';
import { SaxesParser } from 'saxes';
import { hour, minute } from '../../support/history-values.ts';
import { answerOf, fileOf } from '../../support/public-site.ts';
import {
  pageInstant as at,
  calmStory,
  eventfulStory,
  type StoryComponent,
  severalServersStory,
  tell,
} from '../../support/status-values.ts';

const page = { publicUrl: 'https://status.example' };

function feedOf(story = eventfulStory(), path = 'history.atom'): ReturnType<typeof parseAtomFeed> {
  const text = fileOf(tell({ ...story, page }), path);
  assertWellFormed(text);
  return parseAtomFeed(text);
}

function assertWellFormed(text: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', error => {
    throw error;
  });
  parser.write(text).close();
}

test('a foreign parser reads every incident and announcement, newest first', () => {
  const feed = feedOf();
  assert.equal(feed.title?.value ?? feed.title, 'social.example status');
  assert.deepEqual(
    feed.entries?.map(entry => entry.title?.value ?? entry.title),
    [
      'Streaming is stuck',
      'New server rules',
      'Outage: Main page and User page',
      'Degraded: API',
      'Outage: ActivityPub',
    ],
  );
  for (const entry of feed.entries ?? []) {
    assert.match(entry.id ?? '', /^tag:social\.example,2026:fedistatus\/(?:incident|announcement)\/[\w-]+$/);
    assert.match(
      entry.links?.[0]?.href ?? '',
      /^https:\/\/status\.example\/(?:incidents|announcements)\/[\w-]+\/$/,
    );
    assert.ok(Date.parse(String(entry.updated)) >= Date.parse(String(entry.published)), entry.id);
  }
});

test('RFC 4287: what must be there is there, and the feed is as new as its newest entry', () => {
  const feed = feedOf();
  assert.match(feed.id ?? '', /^tag:social\.example,2026:fedistatus\/history$/);
  assert.equal(feed.updated, feed.entries?.[0]?.updated);
  assert.equal(feed.authors?.[0]?.name, 'social.example status');
  assert.deepEqual(
    feed.links?.map(({ rel, href }) => [rel, href]),
    [
      ['self', 'https://status.example/history.atom'],
      ['alternate', 'https://status.example/'],
    ],
  );
});

test('an entry holds what was said, as markup that is escaped once', () => {
  const content = feedOf().entries?.[0]?.content;
  const html = content?.value ?? '';
  assert.match(html, /<h3>Identified · 22 Nov 2026, 02:49 UTC<\/h3><p>A <strong>proxy<\/strong> lost/);
});

test('an incident that grows is new to a reader; one that only lasts, or comes and goes, is not', () => {
  const updatedAfter = (
    later: StoryComponent['changes'],
    others: readonly StoryComponent[] = [],
  ): unknown => {
    const changes = [['degraded', at - 3 * hour], ...(later ?? [])] as const;
    const story = { components: [{ name: 'api', changes }, ...others] };
    const [incident] = answerOf(tell(story), 'incidents').incidents;
    assert.equal(feedOf(story).entries?.[0]?.updated, incident.updated_at);
    return Date.parse(incident.updated_at);
  };
  const pages = { name: 'pages', changes: [['outage', at - hour]] } as const;
  assert.equal(updatedAfter([]), at - 3 * hour);
  assert.equal(updatedAfter([['outage', at - 2 * hour]]), at - 2 * hour);
  assert.equal(updatedAfter([], [pages]), at - hour);
  const flapping = [
    ['operational', at - 2 * hour],
    ['degraded', at - 2 * hour + minute],
  ] as const;
  assert.equal(updatedAfter(flapping, [{ ...pages, changes: [['outage', at - 3 * hour]] }]), at - 3 * hour);
});

test('an identity stays, whatever becomes of the incident and wherever the feed is served', () => {
  const ids = (feed: { readonly entries?: readonly { readonly id?: string }[] }): unknown =>
    feed.entries?.map(({ id }) => id).toSorted();
  const later = { ...eventfulStory(), at: at + hour };
  assert.deepEqual(ids(feedOf(later)), ids(feedOf()));
  const elsewhere = parseAtomFeed(fileOf(tell(eventfulStory()), 'history.atom'));
  assert.deepEqual(ids(elsewhere), ids(feedOf()));
});

test('time alone does not change the feed', () => {
  const later = { ...calmStory(), at: at + hour };
  assert.equal(fileOf(tell(later), 'history.atom'), fileOf(tell(calmStory()), 'history.atom'));
});

test('an empty feed and a Korean one are feeds as well; with several servers, entries name theirs', () => {
  assert.equal(feedOf(calmStory()).entries, undefined);
  const korean = feedOf(eventfulStory(), 'ko/history.atom');
  assert.equal(korean.title?.value ?? korean.title, 'social.example 상태');
  assert.equal(korean.links?.[0]?.href, 'https://status.example/ko/history.atom');
  const [first] = feedOf(severalServersStory()).entries ?? [];
  assert.equal(first?.title?.value ?? first?.title, 'Social: Streaming is stuck');
});

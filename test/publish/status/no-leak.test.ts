import assert from 'node:assert/strict';
import test from 'node:test';
import { createPublishers } from '../../../src/publish/index.ts';
import { createSelfMetrics } from '../../../src/publish/self-metrics.ts';
import { siteOf } from '../../support/public-site.ts';
import { textOf } from '../../support/publication.ts';
import { canary, failingSnapshot, someComponent } from '../../support/snapshots.ts';
import { eventfulStory, severalServersStory, tell } from '../../support/status-values.ts';

/** What is true of every server and no visitor's business, with the canary in every place that can hold a text. */
function poisoned(): ReturnType<typeof tell> {
  const snapshot = tell(eventfulStory());
  const [failing] = failingSnapshot().components;
  const assertions = [{ kind: 'keyword', text: canary, ignoreCase: false }] as const;
  return {
    ...snapshot,
    components: snapshot.components.map(({ component }) => ({
      ...failing!,
      component: {
        ...someComponent(component),
        title: component.title,
        group: component.group,
        type: canary,
        target: `https://${canary}.example/?token=${canary}`,
        fingerprint: canary,
        assertions,
      },
    })),
    references: [{ name: `tcp://${canary}:1`, up: false }],
    history: { ...snapshot.history, path: `/${canary}`, setAside: { path: canary, why: canary } },
  };
}

test('no public file in any language holds anything of a target, a failure or the operator', () => {
  const snapshot = poisoned();
  assert.match(JSON.stringify(snapshot), new RegExp(canary), 'there is something to leak');
  const files = siteOf(snapshot);
  assert.ok(files.size > 50, `${files.size} files`);
  for (const [path, body] of files) {
    assert.doesNotMatch(`${path} ${body}`, new RegExp(canary), path);
    assert.doesNotMatch(body, /192\.0\.2\.7/, path);
    assert.doesNotMatch(body, /certificate of|\/api\/v2\/instance/, path);
  }
});

test('what a visitor asks with stands in no answer', async () => {
  const publishers = createPublishers({
    build: { version: '1', nodeVersion: '24' },
    selfMetrics: createSelfMetrics(),
  }).filter(({ audience }) => audience === 'public');
  for (const publisher of publishers) {
    const { body, headers } = await publisher.render(poisoned(), {
      rest: publisher.path.endsWith('/') && publisher.path !== '/' ? `${canary}/` : '',
      header: () => canary,
      query: () => canary,
    });
    assert.doesNotMatch(
      `${await textOf(body)}${JSON.stringify(headers)}`,
      new RegExp(canary),
      publisher.path,
    );
  }
});

test('a server that the page is not for is nowhere: not its name, its incidents, its news or its work', () => {
  const story = severalServersStory();
  const snapshot = tell({
    ...story,
    page: { ...story.page, servers: ['photos.example'] },
    announcements: (story.announcements ?? []).map(each => ({ ...each, server: 'social.example' })),
  });
  for (const [path, body] of siteOf(snapshot)) {
    assert.doesNotMatch(path, /social\.example|streaming-is-stuck|new-rules/);
    assert.doesNotMatch(
      body.replaceAll('https://social.example/', ''),
      /social\.example|Streaming|New server rules|Database upgrade/,
      path,
    );
  }
  assert.equal(
    JSON.parse(siteOf(snapshot).get('api/v2/status.json') ?? '').status.indicator,
    'none',
    'the overall state is that of what is shown',
  );
});

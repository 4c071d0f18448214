import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageSettings } from '../../src/core/page-settings.ts';
import { type Result, toResult } from '../../src/core/result.ts';
import { ServerInfos } from '../../src/monitor/server-infos.ts';
import type { MonitoredServer } from '../../src/monitor/settings.ts';
import { component, defaultPageSettings, failure, observation } from '../support/core-values.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { RecordingLog } from '../support/monitor-fakes.ts';

const hour = 3_600_000;
const server: MonitoredServer = { domain: 'social.example', title: null, preset: 'mastodon' };
const page: PageSettings = { ...defaultPageSettings, publicUrl: 'https://status.example' };

function setup(settings: PageSettings = page): {
  readonly infos: ServerInfos;
  readonly clock: FakeClock;
  readonly log: RecordingLog;
} {
  const [clock, log] = [new FakeClock(), new RecordingLog()];
  const infos = new ServerInfos({ clock, log });
  infos.follow([server], settings);
  return { infos, clock, log };
}

function answer(name: string, document: unknown): Result {
  const outcome = observation({ text: typeof document === 'string' ? document : JSON.stringify(document) });
  return toResult({ ...component(), name }, outcome, { at: 0, durationMs: 1 });
}

function api(version: string, status: string | null = null): Result {
  return answer('api', { version, configuration: { urls: { status } } });
}

function softwareOf(infos: ServerInfos): object | undefined {
  return infos.snapshots()[0]?.running;
}

test('a server is what it says; the name that an API does not say is that of the preset', () => {
  const { infos } = setup();
  assert.equal(softwareOf(infos), undefined);
  infos.take(api('4.5.3'));
  assert.deepEqual(softwareOf(infos), { name: 'mastodon', version: '4.5.3' });
});

test('NodeInfo counts more than the version of an API, whichever comes first', () => {
  const { infos } = setup();
  infos.take(api('4.5.3'));
  infos.take(answer('nodeinfo', { software: { name: 'hometown', version: '4.2.1+hometown' } }));
  infos.take(api('4.5.4'));
  assert.deepEqual(softwareOf(infos), { name: 'hometown', version: '4.2.1+hometown' });
});

test('an upgrade shows, but not more often than hourly: each version is a series of its own', async () => {
  const { infos, clock } = setup();
  infos.take(api('4.5.3'));
  await clock.advance(hour - 1);
  infos.take(api('4.5.4'));
  assert.deepEqual(softwareOf(infos), { name: 'mastodon', version: '4.5.3' });
  await clock.advance(1);
  infos.take(api('4.5.5'));
  assert.deepEqual(softwareOf(infos), { name: 'mastodon', version: '4.5.5' });
});

test('what failed, what is no document and what plays no part says nothing', () => {
  const { infos, log } = setup();
  infos.take(toResult({ ...component(), name: 'api' }, failure(), { at: 0, durationMs: 1 }));
  infos.take(answer('api', '<html>4.5.3</html>'));
  infos.take(answer('api', 'null'));
  infos.take(answer('main_page', { version: '4.5.3', configuration: { urls: { status: null } } }));
  assert.equal(softwareOf(infos), undefined);
  assert.deepEqual(log.news, []);
});

test('the list of servers is the same object for as long as nothing changes', () => {
  const { infos } = setup();
  infos.take(api('4.5.3'));
  const before = infos.snapshots();
  infos.take(api('4.5.3'));
  assert.equal(infos.snapshots(), before);
  infos.follow([{ domain: 'other.example', title: 'Other' }], page);
  assert.deepEqual(infos.snapshots(), [{ domain: 'other.example', title: 'Other' }]);
});

test('the link of the server to another status page is told once, and that it was mended', () => {
  const { infos, log } = setup();
  for (const link of ['https://elsewhere.example', 'https://elsewhere.example'])
    infos.take(api('4.5.3', link));
  infos.take(api('4.5.3', 'https://status.example/'));
  infos.take(api('4.5.3'));
  assert.deepEqual(
    log.lines.map(({ level, message }) => [level, message]),
    [
      ['warn', 'the server links to another status page than ours'],
      ['info', 'the server links to our status page'],
      ['info', 'the server does not link to our status page'],
    ],
  );
  assert.deepEqual(log.lines[0]?.fields, {
    server: 'social.example',
    page: 'https://status.example',
    setting: 'Administration → Server settings → About → Status page URL',
    link: 'https://elsewhere.example',
  });
});

test('a link that is right from the start is no news, nor is one that nothing is to be compared with', () => {
  const right = setup();
  right.infos.take(api('4.5.3', 'https://status.example'));
  assert.deepEqual(right.log.news, []);
  const nowhere = setup({ ...page, publicUrl: null });
  nowhere.infos.take(api('4.5.3', 'https://elsewhere.example'));
  assert.deepEqual(nowhere.log.news, []);
  const hidden = setup({ ...page, servers: ['other.example'] });
  hidden.infos.take(api('4.5.3', 'https://elsewhere.example'));
  assert.deepEqual(hidden.log.news, []);
  const old = setup();
  old.infos.take(answer('api', { version: '3.5.3', uri: 'social.example' }));
  assert.deepEqual(old.log.news, []);
});

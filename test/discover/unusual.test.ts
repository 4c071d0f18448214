import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { otherStatusPage } from '../../src/demo/mastodon/fault/instance-settings.ts';
import type { Note } from '../../src/discover/discovery.ts';
import { downIn, found } from '../support/discovering.ts';

function startMastodon(version = '4.5', layout: object = {}): Promise<Demo> {
  return startDemo({ listen: { host: '127.0.0.1', port: 0 }, software: 'mastodon', version, ...layout });
}

function noteAbout(notes: readonly Note[], about: string): Note | undefined {
  return notes.find(note => note.about === about);
}

for (const version of ['2.9', '3.5', '4.5']) {
  test(`without a contact account no profile is watched, and where to set one is said (${version})`, async () => {
    await using demo = await startMastodon(version);
    demo.break('no_contact_account');
    const { entry, notes, text } = await found(demo.site.localDomain);
    assert.equal(entry.account, null);
    const note = noteAbout(notes, 'account');
    assert.equal(note?.kind, 'missing');
    assert.equal(note?.message, 'no contact account is set, so no profile is watched');
    assert.match(note?.advice.join(' ') ?? '', /Branding → Contact username/);
    assert.deepEqual(await downIn(text), []);
    // 2.9 has no instance actor, so nobody is left that webfinger could be asked for.
    assert.deepEqual(
      entry.absent.map(({ name }) => name),
      version === '2.9' ? ['activitypub'] : [],
    );
    // The emoji show the way to the object storage.
    assert.equal(entry.storage?.url, `${demo.site.storageOrigin}/check.txt`);
  });
}

for (const version of ['3.0', '3.5', '4.0', '4.4']) {
  test(`limited federation is said, and what is closed to strangers is up (${version})`, async () => {
    await using demo = await startMastodon(version, { ownStreamingHost: true });
    demo.break('limited_federation');
    const { entry, notes, text } = await found(demo.site.localDomain);
    if (version !== '4.4') {
      assert.match(
        noteAbout(notes, 'api')?.message ?? '',
        /^\/api\/v2\/instance is closed to strangers|^\/api\/v1/,
      );
      assert.equal(entry.account, null);
    }
    assert.equal(entry.preset, 'mastodon');
    assert.deepEqual(await downIn(text), [], text);
  });
}

test('a split domain is said to be one', async () => {
  await using demo = await startMastodon('4.5', { splitDomain: true });
  const { notes, text } = await found(demo.site.localDomain);
  assert.equal(
    noteAbout(notes, 'web_domain')?.message,
    `a split domain: handles carry ${demo.site.localDomain}, the pages are at ${demo.site.webOrigin}. Both are watched`,
  );
  assert.match(text, /web_domain: "mastodon\.localhost:\d+" # the self link of webfinger/);
});

test('streaming on a host of its own is said to be there', async () => {
  await using demo = await startMastodon('4.5', { ownStreamingHost: true });
  const { notes, text } = await found(demo.site.localDomain);
  const origin = `http://${demo.site.streamingDomain}`;
  assert.equal(
    noteAbout(notes, 'streaming')?.message,
    `streaming has a host of its own, ${origin}, and is watched there`,
  );
  assert.match(
    text,
    /streaming: "ws:\/\/streaming\.localhost:\d+" # configuration\.urls\.streaming in \/api\/v2/,
  );
});

test("the server's own link to a status page is compared with ours", async () => {
  await using demo = await startMastodon();
  const { localDomain } = demo.site;
  const pageUrl = 'https://status.example/';
  const unset = noteAbout((await found(localDomain, { pageUrl })).notes, 'status page');
  assert.equal(unset?.message, `the server does not link to ${pageUrl}`);
  assert.match(unset?.advice.join(' ') ?? '', /Server settings → About → Status page URL/);
  demo.break('status_link_set');
  const other = noteAbout((await found(localDomain, { pageUrl })).notes, 'status page');
  assert.equal(other?.kind, 'trouble');
  assert.equal(other?.message, `the server links to ${otherStatusPage}, not to ${pageUrl}`);
  const same = await found(localDomain, { pageUrl: otherStatusPage.replace(/\/$/, '') });
  assert.equal(noteAbout(same.notes, 'status page'), undefined);
  assert.match(same.text, /^page:\n {2}public_url: "https:\/\/status\.elsewhere\.example"$/m);
  const told = noteAbout((await found(localDomain)).notes, 'status page');
  assert.equal(told?.message, `the server links to ${otherStatusPage}`);
});

test('where nodeinfo is refused, the instance API tells the software', async () => {
  await using demo = await startDemo({ listen: { host: '127.0.0.1', port: 0 }, software: 'sharkey' });
  demo.break('federation_off');
  const { entry, facts } = await found(demo.site.localDomain);
  assert.equal(entry.preset, 'sharkey');
  assert.equal(facts.find(({ name }) => name === 'software')?.value, 'sharkey 2025.4.4');
});

test('a web process that is down leaves too little to write of', async () => {
  await using demo = await startMastodon();
  demo.break('web_process_down');
  await assert.rejects(
    found(demo.site.localDomain),
    /is down: everything that was asked for has status 502 by the proxy/,
  );
});

test('a database that is down leaves the settings that are still told, and says what is down', async () => {
  await using demo = await startMastodon();
  demo.break('database_down');
  const { entry, notes } = await found(demo.site.localDomain);
  assert.equal(entry.preset, 'mastodon');
  // Told by the copy of the instance API, and not confirmed, since webfinger needs the database.
  assert.equal(entry.account, 'admin');
  const down = notes.filter(({ kind }) => kind === 'trouble').map(({ about }) => about);
  assert.deepEqual(down.toSorted(), ['activitypub', 'main_page', 'user_page']);
});

test('without a check file a picture stands in, and how to place the file is said', async () => {
  await using demo = await startMastodon();
  demo.break('object_storage_missing');
  const { entry, notes, text } = await found(demo.site.localDomain);
  assert.match(entry.storage?.url ?? '', /\/accounts\/avatars\/.*\.png$/);
  assert.equal(entry.storage?.contentType, 'image/png');
  const hint = notes.find(({ about, kind }) => about === 'object_storage' && kind === 'hint');
  const advice = hint?.advice.join('\n') ?? '';
  assert.match(advice, /printf OK > check\.txt\n.*aws s3 cp check\.txt/);
  assert.match(advice, new RegExp(`then set object_storage: ${demo.site.storageOrigin}/check\\.txt`));
  assert.match(advice, /take the component object_storage below away/);
  assert.match(text, /^ {6}object_storage:\n {8}keyword: null\n {8}content_type: "image\/png"$/m);
});

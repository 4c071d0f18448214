import assert from 'node:assert/strict';
import test from 'node:test';
import type { Publisher, PublishRequest } from '../../src/publish/publisher.ts';
import { textOf } from '../support/publication.ts';
import { canary, emptySnapshot, failingSnapshot, fullSnapshot } from '../support/snapshots.ts';

const snapshots = { empty: emptySnapshot, full: fullSnapshot, failing: failingSnapshot };

/** A request with these headers and nothing else. */
export function requestWith(headers: Readonly<Record<string, string>> = {}): PublishRequest {
  return { rest: '', header: name => headers[name], query: () => undefined };
}

/** What every publisher owes the HTTP server and its readers. */
export function testPublisher(publisher: Publisher): void {
  const { path, audience } = publisher;
  for (const [name, snapshot] of Object.entries(snapshots)) {
    test(`${path} renders the ${name} snapshot`, async () => {
      const { status, contentType, body: whole } = await publisher.render(snapshot(), requestWith());
      const body = await textOf(whole);
      // What is open for a rest may be nothing without one.
      assert.equal(status, path !== '/' && path.endsWith('/') && status === 404 ? 404 : 200);
      assert.match(contentType, /^[a-z]+\/[a-z0-9.+-]+; (?:[a-z]+=[\w.-]+; )*charset=utf-8$/);
      assert.equal(body, body.toWellFormed());
      if (contentType.startsWith('application/json')) JSON.parse(body);
    });
  }

  test(`${path} renders the same state alike`, async () => {
    const [one, other] = [fullSnapshot(), fullSnapshot()];
    const render = async (snapshot: typeof one): Promise<string> =>
      withoutOwnMetrics(await textOf((await publisher.render(snapshot, requestWith())).body));
    assert.equal(await render(one), await render(other));
  });

  test(`${path} has a path and a title of its own`, () => {
    assert.match(path, /^\/[\w./-]*$/);
    assert.notEqual(publisher.title, '');
  });

  if (audience === 'public') {
    test(`${path} tells the public no address, no error text and no secret`, async () => {
      const { body: whole, headers } = await publisher.render(failingSnapshot(), requestWith());
      const body = await textOf(whole);
      assert.doesNotMatch(`${JSON.stringify(headers)}${body}`, new RegExp(canary));
      assert.doesNotMatch(body, /192\.0\.2\.7/);
    });
  }
}

function withoutOwnMetrics(body: string): string {
  return body.replace(/^(?:# (?:HELP|TYPE|UNIT) )?(?:nodejs|process)_.*\n/gm, '');
}

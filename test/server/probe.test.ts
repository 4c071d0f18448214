import assert from 'node:assert/strict';
import test from 'node:test';
import { evidenceToJson } from '../../src/core/evidence.ts';
import type { OnDemandOptions, OnDemandOutcome } from '../../src/core/snapshot.ts';
import { startTestServer, type TestServer, until } from '../support/http-server.ts';
import { answer, resultOf, someComponent } from '../support/snapshots.ts';

const component = someComponent();
const result = resultOf(component, answer());
const path = '/probe?server=social.example&component=api';

interface Call extends OnDemandOptions {
  readonly server: string;
  readonly component: string;
}

async function serverThatAnswers(
  outcome: (call: Call) => OnDemandOutcome | Promise<OnDemandOutcome>,
): Promise<TestServer & { calls: readonly Call[] }> {
  const calls: Call[] = [];
  const server = await startTestServer({
    deps: {
      onDemand: {
        probeNow: async (name, componentName, options) => {
          const call = { server: name, component: componentName, ...options };
          calls.push(call);
          return outcome(call);
        },
      },
    },
  });
  return Object.assign(server, { calls });
}

test('a probe on demand answers with the metrics of that run alone', async () => {
  await using server = await serverThatAnswers(() => ({ kind: 'result', result, component }));
  const response = await server.fetch(path, { headers: { 'X-Prometheus-Scrape-Timeout-Seconds': '3' } });
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  assert.match(text, /^fedistatus_up\{server="social\.example",component="api"\} 1$/m);
  assert.doesNotMatch(text, /_total|_info|nodejs_/);
  const [call] = server.calls;
  assert.deepEqual([call?.server, call?.component, call?.timeoutMs], ['social.example', 'api', 2500]);
});

test('it answers in JSON, as `check` prints it, or in OpenMetrics where that is asked for', async () => {
  await using server = await serverThatAnswers(() => ({ kind: 'result', result, component }));
  const json = await server.fetch(path, { headers: { accept: 'application/json' } });
  assert.equal(json.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.deepEqual(await json.json(), JSON.parse(JSON.stringify(evidenceToJson(result))));
  const openmetrics = await server.fetch(path, { headers: { accept: 'application/openmetrics-text' } });
  assert.match(await openmetrics.text(), /# EOF\n$/);
});

const refusals: readonly [what: string, path: string, status: number][] = [
  ['row 165: a missing component', '/probe?server=social.example', 400],
  ['row 165: a missing server', '/probe?component=api', 400],
  ['row 165: one that is not configured', '/probe?server=evil.example&component=api', 400],
  ['two servers at once', `${path}&server=other.example`, 400],
];

for (const [what, refused, status] of refusals) {
  test(`${what} is ${status} and says so`, async () => {
    await using server = await serverThatAnswers(() => ({ kind: 'unknown' }));
    const response = await server.fetch(refused);
    assert.equal(response.status, status);
    assert.match(await response.text(), /^(?:say what to probe|no such server)/);
  });
}

test('an unparsable scrape timeout starts no probe', async () => {
  await using server = await serverThatAnswers(() => ({ kind: 'result', result, component }));
  const response = await server.fetch(path, { headers: { 'X-Prometheus-Scrape-Timeout-Seconds': 'x' } });
  assert.equal(response.status, 400);
  assert.equal(server.calls.length, 0);
});

test('too many at once are told when to come again', async () => {
  await using server = await serverThatAnswers(() => ({ kind: 'busy' }));
  const response = await server.fetch(path);
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '10');
});

test('a reader that goes away ends the probe', async () => {
  await using server = await serverThatAnswers(
    ({ signal }) =>
      new Promise(resolve =>
        signal.addEventListener('abort', () => resolve({ kind: 'aborted' }), { once: true }),
      ),
  );
  const controller = new AbortController();
  const response = server.fetch(path, { signal: controller.signal });
  await until(() => server.calls.length === 1);
  assert.equal(server.calls[0]?.signal.aborted, false);
  controller.abort();
  await assert.rejects(response);
  await until(() => server.calls[0]?.signal.aborted === true);
});

/** The answers of queries in which one place must not be taken for another. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { reasons } from '../../grafana/source/components/reasons.ts';
import { withVariables } from '../support/promql.ts';
import { requireProgram, temporaryFolder } from '../support/real-programs.ts';

test('the status of a place that is up is not told of one that times out, also when both have one name', async t => {
  const promtool = await requireProgram(t, 'promtool');
  if (promtool === null) return;
  const [, status] = reasons.find(({ id }) => id === 20)?.queries ?? [];
  const expr = withVariables(status?.expr ?? '', { server: 'a.example', range: '1h', rangeSeconds: 3600 });
  const of = (labels: string): string =>
    `job="fedistatus",instance="127.0.0.1:10061",server="a.example",${labels}`;
  const now = {
    [`fedistatus_failure{${of('component="api",location="a",reason="timeout"')}}`]: 1,
    [`fedistatus_http_status_code{${of('component="api",location="b"')}}`]: 200,
    [`fedistatus_failure{${of('component="main_page",location="a",reason="http_status"')}}`]: 1,
    [`fedistatus_http_status_code{${of('component="main_page",location="a"')}}`]: 502,
    [`fedistatus_http_status_code{${of('component="main_page",location="b"')}}`]: 503,
  };
  const input_series = Object.entries(now).map(([series, value]) => ({ series, values: String(value) }));
  const exp_samples = [{ labels: '{component="main_page"}', value: 502 }];
  const tests = [{ input_series, promql_expr_test: [{ expr, eval_time: '0m', exp_samples }] }];
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'places.json');
  await writeFile(file, JSON.stringify({ evaluation_interval: '1m', tests }));
  const output = await promisify(execFile)(promtool, ['test', 'rules', file]).catch(error => error);
  assert.equal(output.stderr, '');
});

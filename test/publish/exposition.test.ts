import assert from 'node:assert/strict';
import test from 'node:test';
import { type ExpositionFormat, textOfFamilies, textOfPage } from '../../src/publish/exposition.ts';
import type { CollectedFamily } from '../../src/publish/metric-family.ts';
import { familyOf } from '../support/samples.ts';

const rows: readonly {
  readonly promise: string;
  readonly family: CollectedFamily;
  readonly text: string;
  readonly openmetrics: string;
}[] = [
  {
    promise: 'a counter keeps its suffix on the series, and loses it on the family in OpenMetrics only',
    family: familyOf('x_total', 'counter', [{ labels: {}, value: 3 }]),
    text: '# HELP x_total Help.\n# TYPE x_total counter\nx_total 3\n',
    openmetrics: '# TYPE x counter\n# HELP x Help.\nx_total 3\n',
  },
  {
    promise: 'a unit is told in OpenMetrics',
    family: familyOf('x_seconds', 'gauge', [{ labels: {}, value: 0.25 }]),
    text: '# HELP x_seconds Help.\n# TYPE x_seconds gauge\nx_seconds 0.25\n',
    openmetrics: '# TYPE x_seconds gauge\n# UNIT x_seconds seconds\n# HELP x_seconds Help.\nx_seconds 0.25\n',
  },
  {
    promise: 'bounds of buckets are floats in OpenMetrics',
    family: familyOf('x', 'histogram', [
      { labels: { a: 'b' }, suffix: '_bucket', extra: { name: 'le', value: 1 }, value: 1 },
      { labels: { a: 'b' }, suffix: '_bucket', extra: { name: 'le', value: 2.5 }, value: 1 },
      { labels: { a: 'b' }, suffix: '_bucket', extra: { name: 'le', value: Infinity }, value: 2 },
    ]),
    text: '# HELP x Help.\n# TYPE x histogram\nx_bucket{a="b",le="1"} 1\nx_bucket{a="b",le="2.5"} 1\nx_bucket{a="b",le="+Inf"} 2\n',
    openmetrics:
      '# TYPE x histogram\n# HELP x Help.\nx_bucket{a="b",le="1.0"} 1\nx_bucket{a="b",le="2.5"} 1\nx_bucket{a="b",le="+Inf"} 2\n',
  },
  {
    promise: 'label values and help are escaped, quotation marks in help only in OpenMetrics',
    family: familyOf(
      'x',
      'gauge',
      [{ labels: { a: '"\\\n' }, extra: { name: 'b', value: '"' }, value: 1 }],
      '"\\\n',
    ),
    text: '# HELP x "\\\\\\n\n# TYPE x gauge\nx{a="\\"\\\\\\n",b="\\""} 1\n',
    openmetrics: '# TYPE x gauge\n# HELP x \\"\\\\\\n\nx{a="\\"\\\\\\n",b="\\""} 1\n',
  },
  {
    promise: 'half a surrogate pair becomes a replacement character',
    family: familyOf('x', 'gauge', [{ labels: { a: '\ud800' }, value: 1 }]),
    text: '# HELP x Help.\n# TYPE x gauge\nx{a="\ufffd"} 1\n',
    openmetrics: '# TYPE x gauge\n# HELP x Help.\nx{a="\ufffd"} 1\n',
  },
  {
    promise: 'infinite values and none are written as both formats want them',
    family: familyOf('x', 'gauge', [
      { labels: { a: '1' }, value: -Infinity },
      { labels: { a: '2' }, value: Number.NaN },
      { labels: { a: '3' }, value: 1e21 },
    ]),
    text: '# HELP x Help.\n# TYPE x gauge\nx{a="1"} -Inf\nx{a="2"} NaN\nx{a="3"} 1e+21\n',
    openmetrics: '# TYPE x gauge\n# HELP x Help.\nx{a="1"} -Inf\nx{a="2"} NaN\nx{a="3"} 1e+21\n',
  },
  {
    promise: 'a family without samples is left out',
    family: familyOf('x', 'gauge', []),
    text: '',
    openmetrics: '',
  },
];

for (const { promise, family: given, ...expected } of rows) {
  for (const format of ['text', 'openmetrics'] as const satisfies readonly ExpositionFormat[]) {
    test(`${format}: ${promise}`, async () => {
      assert.equal(await textOfFamilies([given], format), expected[format]);
    });
  }
}

test('only OpenMetrics has an end mark', async () => {
  const family = familyOf('x', 'gauge', []);
  assert.equal(await textOfPage([family], 'text'), '');
  assert.equal(await textOfPage([family], 'openmetrics'), '# EOF\n');
});

test('a page of many series lets others have their turn', async () => {
  let turns = 0;
  const count = (): void => {
    turns += 1;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  const labels = { server: 'social.example', component: 'api' };
  const family: CollectedFamily = {
    ...familyOf('x', 'gauge', []),
    things: Array.from({ length: 40_000 }, () => labels),
    give: (index, add) => add(index),
  };
  const text = await textOfPage([family], 'text');
  clearImmediate(timer);
  assert.equal(text.split('\n').length, 40_003);
  assert.ok(turns >= 4, `${turns} turns`);
});

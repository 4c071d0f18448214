import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertHealthy, healthOf, lacking, valuesOf } from '../../bench/support/health.ts';
import { quantileBetween } from '../../bench/support/histogram.ts';

const before = exposition({ probes: 10, failures: 1, missed: 2, up: [1, 1] });

test('two readings lack nothing when every run was good', () => {
  const after = healthOf(exposition({ probes: 30, failures: 1, missed: 2, up: [1, 1] }));
  assert.equal(lacking(healthOf(before), after, 2), 0);
  assertHealthy(healthOf(before), after, 2);
});

const bad = [
  { what: 'a failed run', after: { probes: 30, failures: 2, missed: 2, up: [1, 1] } },
  { what: 'a missed run', after: { probes: 30, failures: 1, missed: 3, up: [1, 1] } },
  { what: 'a component that is down', after: { probes: 30, failures: 1, missed: 2, up: [1, 0] } },
  { what: 'a component without a result', after: { probes: 30, failures: 1, missed: 2, up: [1] } },
];

for (const { what, after } of bad) {
  test(`${what} spoils a measurement`, () => {
    assert.throws(() => assertHealthy(healthOf(before), healthOf(exposition(after)), 2), /1 of 20 good runs/);
  });
}

test('a name that begins like another is another', () => {
  const text = '\nfedistatus_up{a="b"} 1\nfedistatus_up_since{a="b"} 7\nfedistatus_up 0\n';
  assert.deepEqual([...valuesOf(text, 'fedistatus_up')], [1, 0]);
});

test('a quantile is that of what came in between two readings', () => {
  const histogram = (first: number, second: number, all: number): string =>
    `x_bucket{le="0.25"} ${first}\nx_bucket{le="0.75"} ${second}\nx_bucket{le="+Inf"} ${all}\n`;
  assert.equal(quantileBetween(histogram(100, 100, 100), histogram(150, 200, 200), 'x', 0.5), 0.25);
  assert.equal(quantileBetween(histogram(100, 100, 100), histogram(150, 200, 200), 'x', 0.75), 0.5);
  assert.equal(quantileBetween(histogram(0, 0, 0), histogram(0, 0, 10), 'x', 0.99), 0.75);
  assert.equal(quantileBetween(histogram(5, 5, 5), histogram(5, 5, 5), 'x', 0.99), null);
  assert.equal(quantileBetween('', '', 'x', 0.99), null);
});

function exposition(figures: {
  readonly probes: number;
  readonly failures: number;
  readonly missed: number;
  readonly up: readonly number[];
}): string {
  const { probes, failures, missed, up } = figures;
  const components = up.map(
    (value, index) =>
      `fedistatus_up{component="c${index}"} ${value}\nfedistatus_keyword_match{component="c${index}"} 1`,
  );
  return `# HELP
fedistatus_probes_total{component="c0"} ${probes}
fedistatus_probe_failures_total{reason="dns"} ${failures}
fedistatus_missed_probes_total{component="c0"} ${missed}
${components.join('\n')}
`;
}

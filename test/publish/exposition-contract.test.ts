/** The writer against another one that makes the same text the plainest way, straight from the format's specification. */
import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { type ExpositionFormat, textOfPage, writePage } from '../../src/publish/exposition.ts';
import type {
  CollectedFamily,
  ExtraLabel,
  Labels,
  MetricType,
  Suffix,
} from '../../src/publish/metric-family.ts';

/** One thing of a family: its labels, and what is told of it. */
interface Thing {
  readonly labels: Labels;
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly value: number;
  readonly extra?: ExtraLabel | undefined;
  readonly suffix?: Suffix | undefined;
}

interface Metric {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly things: readonly Thing[];
}

function collect({ things, ...head }: Metric): CollectedFamily {
  return {
    ...head,
    labels: [],
    things: things.map(({ labels }) => labels),
    give: (index, add) => {
      for (const { value, extra, suffix } of things[index]?.samples ?? []) add(value, extra, suffix);
    },
  };
}

function plainly(metrics: readonly Metric[], format: ExpositionFormat): string {
  const end = format === 'openmetrics' ? '# EOF\n' : '';
  return metrics.map(metric => plainMetric(metric, format)).join('') + end;
}

function plainMetric({ name, type, help, things }: Metric, format: ExpositionFormat): string {
  const lines = things.flatMap(({ labels, samples }) =>
    samples.map(({ value, extra, suffix = '' }) => {
      const all = [
        ...Object.entries(labels),
        ...(extra ? [[extra.name, boundOf(extra, format)] as const] : []),
      ];
      const inside = all.map(([label, text]) => `${label}="${escaped(text, true)}"`).join(',');
      return `${name}${suffix}${inside && `{${inside}}`} ${numberText(value)}\n`;
    }),
  );
  if (lines.length === 0) return '';
  if (format === 'text') {
    return `# HELP ${name} ${escaped(help, false)}\n# TYPE ${name} ${type}\n${lines.join('')}`;
  }
  const family = type === 'counter' ? name.slice(0, -'_total'.length) : name;
  const unit = ['seconds', 'bytes'].find(each => family.endsWith(`_${each}`));
  return [
    `# TYPE ${family} ${type}\n`,
    unit === undefined ? '' : `# UNIT ${family} ${unit}\n`,
    `# HELP ${family} ${escaped(help, true)}\n`,
    ...lines,
  ].join('');
}

function boundOf({ value }: ExtraLabel, format: ExpositionFormat): string {
  if (typeof value === 'string') return value;
  const text = numberText(value);
  return format === 'openmetrics' && /^-?[0-9]+$/.test(text) ? `${text}.0` : text;
}

function numberText(value: number): string {
  return Math.abs(value) === Infinity ? (value > 0 ? '+Inf' : '-Inf') : `${value}`;
}

function escaped(text: string, quotes: boolean): string {
  const backslashed = text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return quotes ? backslashed.replaceAll('"', '\\"') : backslashed;
}

const number = fc.oneof(
  fc.double(),
  fc.integer({ min: 0, max: 3_000_000 }).map(value => value / 1e6),
  fc.integer({ min: 0, max: 20 }),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, 1e21, 1e-7, 1_795_316_645.678),
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme-ascii' }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\\', '"', '\n', 'n', '한', '😀', '\ud83d', '\udc00', 'é', '{', '}', ',', ' '),
  }),
);
const labels = fc.dictionary(fc.constantFrom('server', 'component', 'title'), text, { maxKeys: 3 });
/** Few objects that come again and again, as those of the catalogue do. */
const extras = fc.constantFrom<ExtraLabel>(
  { name: 'le', value: 1 },
  { name: 'le', value: 0.25 },
  { name: 'le', value: -0 },
  { name: 'le', value: 1e21 },
  { name: 'le', value: Infinity },
  { name: 'reason', value: 'dns' },
  { name: 'reason', value: 'a "b"\\\n한' },
);
const suffix = fc.constantFrom<Suffix>('_bucket', '_sum', '_count');
const sample: fc.Arbitrary<Sample> = fc.record(
  { value: number, extra: extras, suffix },
  { requiredKeys: ['value'] },
);
const thing: fc.Arbitrary<Thing> = fc.record({ labels, samples: fc.array(sample, { maxLength: 5 }) });
const metric: fc.Arbitrary<Metric> = fc
  .record({
    name: fc.constantFrom('x', 'fedistatus_x_seconds', 'x_bytes'),
    type: fc.constantFrom<MetricType>('gauge', 'counter', 'histogram'),
    help: text,
    things: fc.array(thing, { maxLength: 5 }),
  })
  .map(({ name, type, ...rest }) => ({ name: type === 'counter' ? `${name}_total` : name, type, ...rest }));

for (const format of ['text', 'openmetrics'] as const satisfies readonly ExpositionFormat[]) {
  test(`${format}: whatever the labels and numbers are, the page is the plainly written one`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(metric, { maxLength: 3 }), async metrics => {
        assert.equal(await textOfPage(metrics.map(collect), format), plainly(metrics, format));
      }),
      { numRuns: 1000 },
    );
  });

  test(`${format}: a page of many parts is the plainly written one`, async () => {
    const many: Metric = {
      name: 'x_seconds',
      type: 'gauge',
      help: 'Help.',
      things: Array.from({ length: 3000 }, (_, index) => ({
        // One is larger than any part.
        labels: { server: '한'.repeat(index === 1500 ? 200_000 : index % 97), component: `c${index}` },
        samples: [{ value: index / 8 }, { value: index, extra: { name: 'phase', value: 'connect' } }],
      })),
    };
    const parts: string[] = [];
    for await (const part of writePage([many, many].map(collect), format)) parts.push(String(part));
    assert.ok(parts.length > 5, `${parts.length} parts`);
    assert.ok(parts.every(part => part === '' || part.endsWith('\n')));
    assert.equal(parts.join(''), plainly([many, many], format));
  });
}

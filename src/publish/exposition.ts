/**
 * Writes metrics in the text formats of Prometheus (0.0.4) and OpenMetrics (1.0). Our own writer, because prom-client
 * cannot serve both from one registry (its OpenMetrics rendering strips `_total` from the counters for good), and takes
 * ten times as long for many series.
 *
 * Sources: https://prometheus.io/docs/instrumenting/exposition_formats/ and
 * https://prometheus.io/docs/specs/om/open_metrics_spec/.
 */
import { setImmediate } from 'node:timers/promises';
import { LabelWriter } from './label-bytes.ts';
import {
  type AddSample,
  type CollectedFamily,
  type ExtraLabel,
  type Labels,
  type MetricHead,
  type Suffix,
  unitOf,
} from './metric-family.ts';
import { formatNumber } from './number-bytes.ts';
import { PageWriter, type Part } from './page-writer.ts';
import { escapeHelp, escapeText } from './text-bytes.ts';

export type ExpositionFormat = 'text' | 'openmetrics';

/**
 * A whole page: the families in the order given, those without a sample left out. In parts of whole lines, each good only
 * until the next is asked for.
 */
export async function* writePage(
  families: Iterable<CollectedFamily>,
  format: ExpositionFormat,
): AsyncGenerator<Part> {
  yield* writeFamilies(families, format);
  const end = endOfPage(format);
  if (end !== '') yield Buffer.from(end);
}

/** The same, as one text. */
export async function textOfPage(
  families: Iterable<CollectedFamily>,
  format: ExpositionFormat,
): Promise<string> {
  return (await textOfFamilies(families, format)) + endOfPage(format);
}

/** A piece of a page, to go before others. */
export async function textOfFamilies(
  families: Iterable<CollectedFamily>,
  format: ExpositionFormat,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of writeFamilies(families, format)) text += decoder.decode(part);
  return text;
}

function endOfPage(format: ExpositionFormat): string {
  return format === 'openmetrics' ? '# EOF\n' : '';
}

async function* writeFamilies(
  families: Iterable<CollectedFamily>,
  format: ExpositionFormat,
): AsyncGenerator<Part> {
  const page = new PageWriter();
  const labels = new LabelColumns();
  for (const family of families) {
    const writer = new FamilyWriter(family, format, page);
    const column = labels.of(family.things);
    for (let index = 0; index < column.length; index += 1) {
      writer.write(index, column.at(index));
      if (!page.isFull) continue;
      yield page.take();
      // A page of many thousand series must not delay a probe's timing.
      await setImmediate();
    }
  }
  if (!page.isEmpty) yield page.take();
}

/** Labels as they are written, prepared once for all families of a page that are about the same things. */
class LabelColumns {
  readonly #writer = new LabelWriter();
  readonly #known = new Map<readonly Labels[], LabelColumn>();

  of(things: readonly Labels[]): LabelColumn {
    let column = this.#known.get(things);
    if (column === undefined) this.#known.set(things, (column = new LabelColumn(things, this.#writer)));
    return column;
  }
}

class LabelColumn {
  readonly #things: readonly Labels[];
  readonly #writer: LabelWriter;
  readonly #written: Uint8Array[] = [];

  constructor(things: readonly Labels[], writer: LabelWriter) {
    this.#things = things;
    this.#writer = writer;
  }

  get length(): number {
    return this.#things.length;
  }

  /** Without braces. */
  at(index: number): Uint8Array {
    return (this.#written[index] ??= this.#writer.write(this.#things[index] ?? {}));
  }
}

/** What lines have besides the labels of the thing and the value. */
interface LineShape {
  readonly extra: ExtraLabel | undefined;
  readonly suffix: Suffix | undefined;
  /** Whether the thing has labels. */
  readonly isLabelled: boolean;
  readonly beforeLabels: Uint8Array;
  readonly afterLabels: Uint8Array;
}

/** Writes one family, thing by thing; its head comes before the first line. */
class FamilyWriter {
  readonly #family: CollectedFamily;
  readonly #format: ExpositionFormat;
  readonly #page: PageWriter;
  /** In the order of the lines of the first thing, which is nearly always that of the others. */
  readonly #shapes: LineShape[] = [];
  #next = 0;
  #labels: Uint8Array = nothing;

  constructor(family: CollectedFamily, format: ExpositionFormat, page: PageWriter) {
    this.#family = family;
    this.#format = format;
    this.#page = page;
  }

  /** `labels`: those of the thing, as written. */
  write(index: number, labels: Uint8Array): void {
    this.#labels = labels;
    this.#next = 0;
    this.#family.give(index, this.#add);
  }

  readonly #add: AddSample = (value, extra, suffix) => {
    const labels = this.#labels;
    const isLabelled = labels.length > 0;
    const expected = this.#shapes[this.#next];
    const isExpected =
      expected !== undefined &&
      expected.extra === extra &&
      expected.suffix === suffix &&
      expected.isLabelled === isLabelled;
    const shape = isExpected ? expected : this.#findShape(extra, suffix, isLabelled);
    this.#next += 1;
    this.#page.addLine(shape.beforeLabels, labels, shape.afterLabels, value);
  };

  /** Finds a shape that does not come next, or makes it. */
  #findShape(extra: ExtraLabel | undefined, suffix: Suffix | undefined, isLabelled: boolean): LineShape {
    const shapes = this.#shapes;
    if (shapes.length === 0) this.#page.add(Buffer.from(headLines(this.#family, this.#format)));
    const known = shapes.findIndex(
      shape => shape.extra === extra && shape.suffix === suffix && shape.isLabelled === isLabelled,
    );
    const name = this.#family.name + (suffix ?? '');
    const shape = shapes[known] ?? {
      extra,
      suffix,
      isLabelled,
      ...textsAroundLabels(name, extra && extraText(extra, this.#format), isLabelled),
    };
    this.#next = shapes[known] === undefined ? shapes.push(shape) - 1 : known;
    return shape;
  }
}

const nothing = new Uint8Array(0);

function textsAroundLabels(
  name: string,
  extra: string | undefined,
  isLabelled: boolean,
): Pick<LineShape, 'beforeLabels' | 'afterLabels'> {
  const hasBraces = isLabelled || extra !== undefined;
  const comma = isLabelled && extra !== undefined ? ',' : '';
  return {
    beforeLabels: Buffer.from(`${name}${hasBraces ? '{' : ' '}`),
    afterLabels: Buffer.from(hasBraces ? `${comma}${extra ?? ''}} ` : ''),
  };
}

function headLines(head: MetricHead, format: ExpositionFormat): string {
  if (format === 'text') {
    return `# HELP ${head.name} ${escapeHelp(head.help)}\n# TYPE ${head.name} ${head.type}\n`;
  }
  // OpenMetrics names a counter without the suffix that its series has.
  const name = head.type === 'counter' ? head.name.replace(/_total$/, '') : head.name;
  const unit = unitOf(head);
  return (
    `# TYPE ${name} ${head.type}\n` +
    (unit === null ? '' : `# UNIT ${name} ${unit}\n`) +
    `# HELP ${name} ${escapeText(head.help)}\n`
  );
}

function extraText({ name, value }: ExtraLabel, format: ExpositionFormat): string {
  if (typeof value === 'string') return `${name}="${escapeText(value)}"`;
  const text = formatNumber(value);
  // OpenMetrics: bounds are floats, and equal bounds are written alike everywhere.
  const isWhole = format === 'openmetrics' && Number.isInteger(value) && /^-?\d+$/.test(text);
  return `${name}="${text}${isWhole ? '.0' : ''}"`;
}

/**
 * Writes metrics in the text formats of Prometheus (0.0.4) and OpenMetrics (1.0). Our own writer, because prom-client
 * cannot serve both from one registry (its OpenMetrics rendering strips `_total` from the counters for good), and takes
 * ten times as long for many series.
 *
 * Sources: https://prometheus.io/docs/instrumenting/exposition_formats/ and
 * https://prometheus.io/docs/specs/om/open_metrics_spec/.
 */
import { setImmediate } from 'node:timers/promises';
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
  readonly #known = new Map<readonly Labels[], LabelColumn>();

  of(things: readonly Labels[]): LabelColumn {
    let column = this.#known.get(things);
    if (column === undefined) this.#known.set(things, (column = new LabelColumn(things)));
    return column;
  }
}

class LabelColumn {
  readonly #things: readonly Labels[];
  readonly #written: Uint8Array[] = [];

  constructor(things: readonly Labels[]) {
    this.#things = things;
  }

  get length(): number {
    return this.#things.length;
  }

  /** Without braces. */
  at(index: number): Uint8Array {
    return (this.#written[index] ??= Buffer.from(labelText(this.#things[index] ?? {})));
  }
}

/** What of a line is the same for every thing. */
interface LineShape {
  readonly suffix: Suffix | undefined;
  readonly beforeLabels: Uint8Array;
  readonly afterLabels: Uint8Array;
  /** All of it, where a thing has no labels. */
  readonly withoutLabels: Uint8Array;
}

/** Writes one family, thing by thing; its head comes before the first line. */
class FamilyWriter {
  readonly #family: CollectedFamily;
  readonly #format: ExpositionFormat;
  readonly #page: PageWriter;
  readonly #shapes = new Map<ExtraLabel | Suffix | undefined, LineShape>();
  #hasHead = false;
  #labels: Uint8Array = nothing;

  constructor(family: CollectedFamily, format: ExpositionFormat, page: PageWriter) {
    this.#family = family;
    this.#format = format;
    this.#page = page;
  }

  /** `labels`: those of the thing, as written. */
  write(index: number, labels: Uint8Array): void {
    this.#labels = labels;
    this.#family.give(index, this.#add);
  }

  readonly #add: AddSample = (value, extra, suffix) => {
    const page = this.#page;
    if (!this.#hasHead) page.add(Buffer.from(headLines(this.#family, this.#format)));
    this.#hasHead = true;
    const shape = this.#shapeOf(extra, suffix);
    if (this.#labels.length === 0) page.add(shape.withoutLabels);
    else {
      page.add(shape.beforeLabels);
      page.add(this.#labels);
      page.add(shape.afterLabels);
    }
    page.endLine(value);
  };

  #shapeOf(extra: ExtraLabel | undefined, suffix: Suffix | undefined): LineShape {
    const known = this.#shapes.get(extra ?? suffix);
    if (known !== undefined && known.suffix === suffix) return known;
    const shape = shapeOf(
      this.#family.name + (suffix ?? ''),
      extra && extraText(extra, this.#format),
      suffix,
    );
    this.#shapes.set(extra ?? suffix, shape);
    return shape;
  }
}

const nothing = new Uint8Array(0);

function shapeOf(name: string, extra: string | undefined, suffix: Suffix | undefined): LineShape {
  return {
    suffix,
    beforeLabels: Buffer.from(`${name}{`),
    afterLabels: Buffer.from(extra === undefined ? '} ' : `,${extra}} `),
    withoutLabels: Buffer.from(extra === undefined ? `${name} ` : `${name}{${extra}} `),
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

/** The labels as written, without braces. */
function labelText(labels: Labels): string {
  let text = '';
  for (const name in labels) {
    text += `${text === '' ? '' : ','}${name}="${escapeText(labels[name] ?? '')}"`;
  }
  return text;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '"': '\\"' };

/** Label values of both formats, and help of OpenMetrics. Half a surrogate pair would not be UTF-8. */
function escapeText(text: string): string {
  return plain.test(text) ? text : escapeRare(text);
}

/** Nearly every value is one, and needs no work. */
const plain = /^[\w./:@ -]*$/;

function escapeRare(text: string): string {
  return text.toWellFormed().replace(/[\\\n"]/g, character => escapes[character] ?? character);
}

/** Help of the text format: quotation marks stand as they are. */
function escapeHelp(text: string): string {
  return text.toWellFormed().replace(/[\\\n]/g, character => escapes[character] ?? character);
}

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
  type Basis,
  type CollectedFamily,
  type ExtraLabel,
  type Labels,
  type MetricHead,
  unitOf,
} from './metric-family.ts';

export type ExpositionFormat = 'text' | 'openmetrics';

/** A part of a page, in UTF-8. */
export type Chunk = Uint8Array;

/** Lines written before others get their turn: a page of many thousand series must not delay a probe's timing. */
const linesPerTurn = 2000;

/** The families in the order given, those without a sample left out, and without the end mark of OpenMetrics. */
export async function writeFamilies(
  families: Iterable<CollectedFamily>,
  format: ExpositionFormat,
): Promise<readonly Chunk[]> {
  const page = new Page();
  for (const family of families) {
    const writer = new FamilyWriter(family, format, page);
    for (let index = 0; index < family.size; index += 1) {
      writer.write(index);
      if (page.openLines < linesPerTurn) continue;
      page.endChunk();
      await setImmediate();
    }
  }
  page.endChunk();
  return page.chunks;
}

/** Puts written families together to a page. */
export function finishExposition(
  parts: readonly (readonly Chunk[])[],
  format: ExpositionFormat,
): readonly Chunk[] {
  return [...parts.flat(), ...(format === 'openmetrics' ? [endMark] : [])];
}

const endMark: Chunk = Buffer.from('# EOF\n');

/** What is written so far: chunks, and the text of the one that is still open. */
class Page {
  readonly chunks: Chunk[] = [];
  openLines = 0;
  #text = '';

  add(text: string, lines: number): void {
    this.#text += text;
    this.openLines += lines;
  }

  endChunk(): void {
    if (this.#text !== '') this.chunks.push(Buffer.from(this.#text));
    this.#text = '';
    this.openLines = 0;
  }
}

/** Lines that were written before, and what they follow from. */
interface Kept {
  readonly basis: unknown;
  readonly text: string;
  readonly lines: number;
}

const keptTexts = new WeakMap<object, Map<string, Kept>>();

/** Writes one family, thing by thing; its head comes before the first line. */
class FamilyWriter {
  readonly #family: CollectedFamily;
  readonly #format: ExpositionFormat;
  readonly #page: Page;
  #hasHead = false;
  #text = '';
  #lines = 0;

  constructor(family: CollectedFamily, format: ExpositionFormat, page: Page) {
    this.#family = family;
    this.#format = format;
    this.#page = page;
  }

  write(index: number): void {
    const basis = this.#family.basisOf?.(index);
    const { text, lines } = basis === undefined ? this.#lineUp(index) : this.#remember(index, basis);
    if (lines === 0) return;
    if (!this.#hasHead) this.#page.add(headLines(this.#family, this.#format), 0);
    this.#hasHead = true;
    this.#page.add(text, lines);
  }

  #lineUp(index: number): Omit<Kept, 'basis'> {
    this.#text = '';
    this.#lines = 0;
    this.#family.give(index, this.#add);
    return { text: this.#text, lines: this.#lines };
  }

  #remember(index: number, { owner, value: basis }: Basis): Omit<Kept, 'basis'> {
    let ofOwner = keptTexts.get(owner);
    if (ofOwner === undefined) keptTexts.set(owner, (ofOwner = new Map()));
    const key = `${this.#format} ${this.#family.name}`;
    const known = ofOwner.get(key);
    if (known !== undefined && known.basis === basis) return known;
    const { text, lines } = this.#lineUp(index);
    // Otherwise all the pieces would be kept that it was put together of.
    const kept = { basis, text: Buffer.from(text).toString(), lines };
    ofOwner.set(key, kept);
    return kept;
  }

  readonly #add: AddSample = (labels, value, extra, suffix) => {
    let text = labelText(labels);
    if (extra !== undefined) text += `${text === '' ? '' : ','}${extraText(extra, this.#format)}`;
    const name = this.#family.name + (suffix ?? '');
    this.#text += `${name}${text === '' ? '' : `{${text}}`} ${formatNumber(value)}\n`;
    this.#lines += 1;
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

const preparedLabels = new WeakMap<Labels, string>();

/** The labels as written, without braces; made once for each object. */
function labelText(labels: Labels): string {
  let text = preparedLabels.get(labels);
  if (text === undefined) {
    text = Object.entries(labels)
      .map(([name, value]) => `${name}="${escapeText(value)}"`)
      .join(',');
    preparedLabels.set(labels, text);
  }
  return text;
}

function formatNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
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

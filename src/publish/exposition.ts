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
  type CollectedFamily,
  type ExtraLabel,
  type Labels,
  type MetricHead,
  type Sample,
  unitOf,
} from './metric-family.ts';

export type ExpositionFormat = 'text' | 'openmetrics';

/** Lines written before others get their turn: a page of many thousand series must not delay a probe's timing. */
const linesPerTurn = 2000;

/** The families in the order given, those without a sample left out, and without the end mark of OpenMetrics. */
export async function writeFamilies(
  families: Iterable<CollectedFamily>,
  format: ExpositionFormat,
): Promise<string> {
  const parts: string[] = [];
  let lines = 0;
  for (const family of families) {
    let isFirst = true;
    for (const sample of family.samples) {
      if (isFirst) parts.push(headLines(family, format));
      isFirst = false;
      parts.push(sampleLine(family.name, sample, format));
      lines += 1;
      if (lines % linesPerTurn === 0) await setImmediate();
    }
  }
  return parts.join('');
}

/** Puts written families together to a page. */
export function finishExposition(parts: readonly string[], format: ExpositionFormat): string {
  return parts.join('') + (format === 'openmetrics' ? '# EOF\n' : '');
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

function sampleLine(
  name: string,
  { labels, extra, suffix, value }: Sample,
  format: ExpositionFormat,
): string {
  let text = labelText(labels);
  if (extra !== undefined) text += `${text === '' ? '' : ','}${extra.name}="${extraText(extra, format)}"`;
  return `${name}${suffix ?? ''}${text === '' ? '' : `{${text}}`} ${formatNumber(value)}\n`;
}

function extraText({ value }: ExtraLabel, format: ExpositionFormat): string {
  if (typeof value === 'string') return escapeText(value);
  const text = formatNumber(value);
  // OpenMetrics: bounds are floats, and equal bounds are written alike everywhere.
  return format === 'openmetrics' && Number.isInteger(value) && /^-?\d+$/.test(text) ? `${text}.0` : text;
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

import type { TimeKind } from '../../../core/uptime.ts';
import { joined, type Markup, markup, nothing } from '../markup.ts';
import type { Words } from '../text/words.ts';
import type { PublicDay } from '../view/public-view.ts';
import { signOfKind } from './icons.ts';
import { dateInWords } from './times.ts';

const step = 7;
const height = 32;

/** How high each bar is, so that trouble stands out and can be told apart without its colour. */
const tops: Readonly<Record<TimeKind, number>> = {
  outage: 0,
  degraded: 5,
  maintenance: 10,
  operational: 14,
  no_data: 29,
};

const troubled: readonly TimeKind[] = ['outage', 'degraded', 'maintenance'];

/** One bar for each day. Days without trouble share one path, so that a page of many components stays small. */
export function dayBarsOf(days: readonly PublicDay[], words: Words): Markup {
  const quiet = new Map<TimeKind, string>();
  const marked: Markup[] = [];
  for (const [index, day] of days.entries()) {
    const line = lineAt(index, day.kind);
    const note = noteOf(day, words);
    if (note === null) quiet.set(day.kind, (quiet.get(day.kind) ?? '') + line);
    else {
      marked.push(markup`<path class="${signOfKind(day.kind)}" d="${line}"><title>${note}</title></path>`);
    }
  }
  const plain = [...quiet].map(([kind, lines]) => markup`<path class="${signOfKind(kind)}" d="${lines}"/>`);
  const width = Math.max(1, days.length) * step;
  return markup`<svg class="bars" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${plain}${marked}</svg>`;
}

/** What the bars mean, each kind drawn as it is there. */
export function legend(words: Words): Markup {
  const kinds: readonly TimeKind[] = ['operational', 'degraded', 'outage', 'maintenance', 'no_data'];
  const items = kinds.map(
    kind =>
      markup`<li><svg class="bars" viewBox="0 0 ${step} ${height}" preserveAspectRatio="none" aria-hidden="true"><path class="${signOfKind(kind)}" d="${lineAt(0, kind)}"/></svg>${words.kinds[kind]}</li>`,
  );
  return markup`<ul class="legend" aria-label="${words.legend}">${joined(items)}</ul>`;
}

/** The same in words, once for each component. */
export function barSummary(days: readonly PublicDay[], words: Words): string {
  const outage = total(days, 'outage');
  const degraded = total(days, 'degraded');
  return words.barSummary({
    days: days.length,
    outageDays: outage.days,
    outage: words.duration(outage.ms),
    degradedDays: degraded.days,
    degraded: words.duration(degraded.ms),
    noDataDays: days.filter(({ kind }) => kind === 'no_data').length,
  });
}

function total(days: readonly PublicDay[], kind: TimeKind): { readonly days: number; readonly ms: number } {
  const affected = days.filter(day => day.shares[kind] > 0);
  return { days: affected.length, ms: affected.reduce((sum, day) => sum + day.shares[kind], 0) };
}

/** What a pointer that rests on a bar is told; null: there is nothing to say of that day. */
function noteOf({ date, shares }: PublicDay, words: Words): string | null {
  const notes = troubled
    .filter(kind => shares[kind] > 0)
    .map(kind => ({ kind, duration: words.duration(shares[kind]) }));
  return notes.length === 0 ? null : words.dayNote(dateInWords(date, words), notes);
}

/** From the foot of the bar of a day to its top. */
function lineAt(index: number, kind: TimeKind): string {
  return `M${index * step + 3.5} ${height}V${tops[kind]}`;
}

/** The scale below the bars, with the uptime in its middle. */
export function scale(days: number, uptime: Markup, words: Words): Markup {
  if (days === 0) return nothing;
  return markup`<p class="scale" aria-hidden="true"><span>${words.daysAgo(days - 1)}</span><i></i><span>${uptime}</span><i></i><span>${words.today}</span></p>`;
}

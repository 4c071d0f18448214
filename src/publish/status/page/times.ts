import type { Words } from '../text/words.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a thousand times as much as using it. */
function formatFor(key: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = make();
  formats.set(key, made);
  return made;
}

/** `22 Nov 2026, 03:04 UTC`: an instant in words, with its zone. */
export function timeInWords(at: number, words: Words, timeZone: string): string {
  return instantFormat(words, timeZone).format(at);
}

/** `22 Nov 2026, 03:04–05:30 UTC`: a span in words, saying nothing twice. */
export function spanInWords(from: number, until: number, words: Words, timeZone: string): string {
  const format = instantFormat(words, timeZone);
  // A range within one day names one zone: the clocks of both ends have to be the same.
  return zoneAt(from, format) === zoneAt(until, format)
    ? format.formatRange(from, until)
    : words.span(format.format(from), format.format(until));
}

function zoneAt(at: number, format: Intl.DateTimeFormat): string | undefined {
  return format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value;
}

function instantFormat({ locale }: Words, timeZone: string): Intl.DateTimeFormat {
  return formatFor(
    `${locale} ${timeZone}`,
    () =>
      new Intl.DateTimeFormat(locale, {
        timeZone,
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZoneName: 'short',
      }),
  );
}

const dates = new Map<string, string>();

/** `22 Nov`: a date such as `2026-11-22` in words. A page asks for the same ninety again and again. */
export function dateInWords(date: string, { locale }: Words): string {
  const key = `${locale} ${date}`;
  const known = dates.get(key);
  if (known !== undefined) return known;
  const format = formatFor(
    locale,
    () => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short', day: 'numeric' }),
  );
  const words = format.format(Date.parse(`${date}T00:00:00Z`));
  dates.set(key, words);
  return words;
}

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
  return instantFormat(words, timeZone).formatRange(from, until);
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

/** Durations and sizes as people write them in the configuration. */

const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Each unit once, the largest first. */
const durationForm = new RegExp(
  `^${['d', 'h', 'm', 's', 'ms'].map(unit => `(?:\\d+(?:\\.\\d+)?${unit})?`).join('')}$`,
);

/** Milliseconds of `1m30s`, `500ms`, `7d`; null when the text is not a duration. */
export function parseDuration(text: string): number | null {
  if (text === '' || !durationForm.test(text)) return null;
  let total = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (durationUnits[unit] ?? Number.NaN);
  }
  return Number.isFinite(total) ? total : null;
}

/** `90000` → `1m30s`: the shortest way to write a duration that {@link parseDuration} reads back. */
export function formatDuration(ms: number): string {
  let rest = Math.round(ms);
  if (rest === 0) return '0s';
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const size = durationUnits[unit] ?? 1;
    const amount = Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * size;
  }
  return text;
}

const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1000,
  KB: 1000,
  MB: 1_000_000,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** Bytes of `64KiB`, `1MiB`, `2MB`, `512B`; null when the text is not a size. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(B|kB|KB|MB|KiB|MiB|GiB)$/.exec(text);
  if (match === null) return null;
  const [, amount = '', unit = ''] = match;
  const bytes = Math.round(Number(amount) * (sizeUnits[unit] ?? Number.NaN));
  return Number.isFinite(bytes) ? bytes : null;
}

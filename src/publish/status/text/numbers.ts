/** What follows the numbers of a duration, the space before it included. */
export interface DurationUnits {
  readonly d: string;
  readonly h: string;
  readonly m: string;
  readonly s: string;
}

/** At most two units, so that it can be read at a glance: `1 d 3 h`, `12 min`, `40 s`. Rounded down. */
export function longDuration(ms: number, units: DurationUnits): string {
  const seconds = Math.floor(ms / 1000);
  const parts: readonly (readonly [amount: number, unit: string])[] = [
    [Math.floor(seconds / 86_400), units.d],
    [Math.floor(seconds / 3600) % 24, units.h],
    [Math.floor(seconds / 60) % 60, units.m],
    [seconds % 60, units.s],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return `0${units.s}`;
  // Beside minutes, seconds say nothing.
  const shown = parts.slice(first, first === 2 ? 3 : first + 2);
  return shown.flatMap(([amount, unit]) => (amount === 0 ? [] : [`${amount}${unit}`])).join(' ');
}

/** `99.95%`: two digits, rounded down, so that only a whole is ever called 100%. */
export function percent(share: number): string {
  if (share === 1) return '100%';
  return `${(Math.floor(share * 10_000 + 1e-6) / 100).toFixed(2)}%`;
}

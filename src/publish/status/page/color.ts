import { contrastRatio } from '../../../core/contrast.ts';

/** WCAG 2.2 asks for 4.5; the rest is room for rounding. */
const leastContrast = 4.6;

/** The nearest shade of a colour (all as `#rrggbb`) that can be read on a background as text of any size. */
export function readableOn(background: string, color: string): string {
  const isOnLight = contrastRatio(background, '#000000') > contrastRatio(background, '#ffffff');
  const target = isOnLight ? 0 : 255;
  for (let share = 0; share < 1; share += 0.05) {
    const shade = mixed(color, target, share);
    if (contrastRatio(shade, background) >= leastContrast) return shade;
  }
  return isOnLight ? '#000000' : '#ffffff';
}

function mixed(color: string, target: number, share: number): string {
  const channels = [1, 3, 5].map(start => {
    const from = Number.parseInt(color.slice(start, start + 2), 16);
    return Math.round(from + (target - from) * share)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

import { readableOn } from './color.ts';
import type { Sign } from './icons.ts';

/** The colours of one mode. Every text colour has at least 4.5 to 1 on each ground, every bar 3 to 1. */
export interface Palette {
  readonly ground: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly faint: string;
  readonly link: string;
  readonly heading: string;
  readonly signs: Readonly<Record<Sign, string>>;
  /** What is drawn on a sign. */
  readonly onSign: string;
}

export const light: Palette = {
  ground: '#ffffff',
  raised: '#f6f8fa',
  line: '#d5dbe1',
  text: '#1c2128',
  faint: '#57606a',
  link: '#0a58b8',
  heading: '#1c2128',
  signs: {
    operational: '#187a35',
    degraded: '#8f5b00',
    outage: '#c31f2b',
    maintenance: '#0a61c4',
    unknown: '#606a75',
  },
  onSign: '#ffffff',
};

export const dark: Palette = {
  ground: '#13161b',
  raised: '#1c2027',
  line: '#363d47',
  text: '#e7eaee',
  faint: '#a2acb8',
  link: '#7db7ff',
  heading: '#e7eaee',
  signs: {
    operational: '#4cc36e',
    degraded: '#dfa53c',
    outage: '#ff7d75',
    maintenance: '#6db2ff',
    unknown: '#99a3af',
  },
  onSign: '#13161b',
};

/** A palette whose heading and links have the sysop's colour, as near to it as can be read. */
export function withAccent(palette: Palette, accent: string | null): Palette {
  if (accent === null) return palette;
  // What can be read on the raised ground, which is nearer to the text, can be read on both.
  const shade = readableOn(palette.raised, accent);
  return { ...palette, link: shade, heading: shade };
}

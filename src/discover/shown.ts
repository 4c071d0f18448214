import { escapeControls } from '../core/escape.ts';

const longestShown = 100;

/** A text of the server for people: on one line, the way it reads, and not long. */
export function shown(text: string, longest: number = longestShown): string {
  const start = text.slice(0, longest + 1).trim();
  return escapeControls(start.length > longest ? `${start.slice(0, longest - 1)}…` : start);
}

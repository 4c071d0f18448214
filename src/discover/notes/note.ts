import type { Note } from '../discovery.ts';
import { shown } from '../shown.ts';

/** A note whose message is bounded and on one line, whatever is quoted in it. */
export function note(
  kind: Note['kind'],
  about: string,
  message: string,
  advice: readonly string[] = [],
): Note {
  return { kind, about, message: shown(message, 400), advice };
}

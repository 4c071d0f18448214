import type { LocalizedText } from '../core/component.ts';

/** One text for readers whose language is unknown: the English one, else the first. */
export function plainText(text: LocalizedText): string {
  if (typeof text === 'string') return text;
  return text['en'] ?? Object.values(text)[0] ?? '';
}

import type { LocalizedText } from '../core/component.ts';

/** One text for readers whose language is unknown: the English one, else the first. */
export function plainText(text: LocalizedText): string {
  if (typeof text === 'string') return text;
  return text['en'] ?? Object.values(text)[0] ?? '';
}

/** One text for readers of a language: in that language, else as {@link plainText}. */
export function localText(text: LocalizedText, language: string): string {
  return typeof text === 'string' ? text : (text[language] ?? plainText(text));
}

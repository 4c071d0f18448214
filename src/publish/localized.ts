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

/** The same, to stand within other text: what runs from right to left keeps its punctuation, and turns nothing around it. */
export function inlineText(text: LocalizedText, language: string): string {
  const local = localText(text, language);
  return rightToLeft.test(local) ? `${firstStrongIsolate}${local}${popIsolate}` : local;
}

/** The blocks that are for scripts which are written so: https://www.unicode.org/reports/tr9/#Bidirectional_Character_Types. */
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

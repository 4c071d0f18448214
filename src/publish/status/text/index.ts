/** The registry of languages: a new one is one file and one line here. The first is for readers of any other. */
import Negotiator from 'negotiator';
import { en } from './en.ts';
import { ko } from './ko.ts';
import type { Words } from './words.ts';

export const languages: readonly [Words, ...Words[]] = [en, ko];

/** The words of a language by its tag; null: there are none. */
export function wordsOf(language: string | undefined): Words | null {
  return languages.find(words => words.language === language) ?? null;
}

/** The words that suit a reader best (RFC 9110 §12.5.4). */
export function negotiateWords(acceptLanguage: string | undefined): Words {
  const headers = { 'accept-language': acceptLanguage };
  const [chosen] = new Negotiator({ headers }).languages(languages.map(({ language }) => language));
  return wordsOf(chosen) ?? languages[0];
}

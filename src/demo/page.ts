import { type AnswerOptions, htmlAnswer } from './answers.ts';
import type { HttpAnswer } from './message.ts';

/** A page as far as a monitor reads it: what is there without JavaScript. */
export interface Page {
  readonly title: string;
  /** OpenGraph properties, in order. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Other metadata by name, in order. */
  readonly names?: Readonly<Record<string, string>>;
  /** Further lines of the head. */
  readonly head?: string;
  readonly body?: string;
}

export function page(
  { title, properties = {}, names = {}, head = '', body = '' }: Page,
  options: AnswerOptions = {},
): HttpAnswer {
  const lines = [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<title>${title}</title>`,
    ...Object.entries(names).map(([name, value]) => `<meta name="${name}" content="${value}">`),
    ...Object.entries(properties).map(([name, value]) => `<meta property="${name}" content="${value}">`),
    ...(head === '' ? [] : [head]),
    '</head>',
    `<body>${body}</body>`,
    '</html>\n',
  ];
  return htmlAnswer(lines.join('\n'), options);
}

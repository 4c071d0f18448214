/** Answers of programs that are simulated in outline: a body, its type, and what caches are told. */
import { type HeaderList, type HttpAnswer, httpAnswer } from './message.ts';

export interface AnswerOptions {
  /** 200 unless given. */
  readonly status?: number;
  /** Media type with its parameters, where it is not the usual one. */
  readonly type?: string;
  /** Value of `Cache-Control`; without it there is no such header. */
  readonly cache?: string;
  readonly headers?: HeaderList;
}

export function jsonAnswer(document: unknown, options: AnswerOptions = {}): HttpAnswer {
  return answer(JSON.stringify(document), 'application/json; charset=utf-8', options);
}

export function htmlAnswer(html: string, options: AnswerOptions = {}): HttpAnswer {
  return answer(html, 'text/html; charset=utf-8', options);
}

export function textAnswer(text: string, options: AnswerOptions = {}): HttpAnswer {
  return answer(text, 'text/plain; charset=utf-8', options);
}

/** A status and nothing else. */
export function emptyAnswer(status: number, headers: HeaderList = []): HttpAnswer {
  return httpAnswer(status, headers);
}

export function redirectAnswer(status: 301 | 302 | 303 | 307 | 308, location: string): HttpAnswer {
  return httpAnswer(status, [['Location', location]]);
}

function answer(
  body: string,
  usualType: string,
  { status = 200, type = usualType, cache, headers = [] }: AnswerOptions,
): HttpAnswer {
  return httpAnswer(
    status,
    [['Content-Type', type], ...(cache === undefined ? [] : [['Cache-Control', cache] as const]), ...headers],
    body,
  );
}

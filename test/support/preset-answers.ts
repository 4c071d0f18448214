/** Judging presets by answers that servers gave: what was asked does not matter, what is made of the answer does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfiguredComponent } from '../../src/config/config.ts';
import type { Observation } from '../../src/core/outcome.ts';
import { judge } from '../../src/core/verdict.ts';

/** An answer as a server gave it. */
export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  readonly url?: string;
  readonly redirects?: number;
}

export function observed({
  status = 200,
  type = 'text/html; charset=utf-8',
  body = '',
  url = '',
  redirects = 0,
}: Answer): Observation {
  return {
    kind: 'observation',
    latencyMs: 10,
    phasesMs: {},
    http: {
      status,
      headers: new Map([['content-type', [type]]]),
      redirects,
      url,
      cache: 'none',
      answeredBy: 'application',
    },
    text: body,
  };
}

/** By component: an answer, and whether it is right. */
export type AnswerRow = readonly [component: string, what: string, answer: Answer, result: 'pass' | 'fail'];

/** One test for each row. */
export function testAnswers(components: readonly ConfiguredComponent[], rows: readonly AnswerRow[]): void {
  for (const [name, what, answer, result] of rows) {
    test(`${name}: ${what} is a ${result}`, () => {
      const found = components.find(({ component }) => component.name === name);
      assert.ok(found, name);
      const verdict = judge(found.component.assertions, observed(answer), 0);
      assert.equal(verdict.result, result, JSON.stringify(verdict.assertions));
    });
  }
}

export const html = 'text/html; charset=utf-8';
export const json = 'application/json; charset=utf-8';

/** What single-page applications answer to everything: the words that are looked for, but no document. */
export const singlePageApp =
  '<!DOCTYPE html><html><body>OK pong "version": "1" <div id="app"></div></body></html>';

/** Answers of real servers, and what the assertions of a preset's components must make of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfiguredComponent } from '../../src/config/config.ts';
import type { Assertion } from '../../src/core/assertion.ts';
import type { Observation } from '../../src/core/outcome.ts';
import { judge } from '../../src/core/verdict.ts';
import { loadConfigText } from './load-config-text.ts';

export interface Answer {
  readonly status?: number;
  /** Media type; HTML unless given. */
  readonly type?: string;
  readonly body?: string;
  /** Where the last redirect led. */
  readonly url?: string;
  readonly redirects?: number;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a probe brings back of an answer. */
export function observed({
  status = 200,
  type = html,
  body = '',
  url = '',
  redirects = 0,
  headers = {},
}: Answer): Observation {
  const all = Object.entries({ 'content-type': type, ...headers });
  return {
    kind: 'observation',
    latencyMs: 10,
    phasesMs: {},
    http: {
      status,
      headers: new Map(all.map(([name, value]) => [name, [value]])),
      redirects,
      url,
      cache: 'none',
      answeredBy: 'application',
    },
    text: body,
  };
}

/** One answer by component, in words and as it is, and whether it is right. */
export type AnswerRow = readonly [component: string, what: string, answer: Answer, result: 'pass' | 'fail'];

/** One test for each row. */
export function testAnswers(components: readonly ConfiguredComponent[], rows: readonly AnswerRow[]): void {
  for (const [component, what, answer, result] of rows) {
    test(`${component}: ${what} is a ${result}`, () => {
      const verdict = judge(assertionsOf(components, component), observed(answer), 0);
      assert.equal(verdict.result, result, JSON.stringify(verdict.assertions));
    });
  }
}

export function assertionsOf(components: readonly ConfiguredComponent[], name: string): readonly Assertion[] {
  const found = components.find(({ component }) => component.name === name);
  assert.ok(found, name);
  return found.component.assertions;
}

/** The components of `example.test` with a preset; `optional`: those to name besides. */
export async function componentsOf(
  preset: string,
  optional: readonly string[] = [],
): Promise<readonly ConfiguredComponent[]> {
  const { components } = await loadConfigText(`servers:
  - domain: example.test
    web_domain: social.example.test
    preset: ${preset}
    account: Admin
    object_storage: https://files.example.test/check.txt
    components: { ${optional.map(name => `${name}: {}`).join(', ')} }
`);
  return components;
}

export const html = 'text/html; charset=utf-8';
export const json = 'application/json; charset=utf-8';

/** What single-page applications answer to everything: the words that are looked for, but no document. */
export const singlePageApp =
  '<!DOCTYPE html><html><body>OK pong "version": "1" <div id="app"></div></body></html>';

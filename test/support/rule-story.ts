/** Stories of alerts, put to promtool: series of minutes, and when an alert is silent and when it fires. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { ruleGroups } from '../../deploy/source/index.ts';
import { requireProgram, temporaryFolder } from './real-programs.ts';

/** The rules as they are shipped. */
export const rulesFile: string = resolve(
  import.meta.dirname,
  '../../deploy/prometheus/fedistatus.rules.yaml',
);

/** What a scrape finds, a minute apart, in promtool's notation. */
export type Series = Readonly<Record<string, string>>;

export interface Story {
  readonly alert: string;
  readonly series: Series;
  /** Minutes at which it does not fire: before, and after. */
  readonly silent: readonly number[];
  /** A minute at which it fires; null: it never does. */
  readonly firing: number | null;
  /** What its message must say. */
  readonly says?: readonly string[];
}

/** The component that most stories are about. */
export const target = 'job="fedistatus",server="a.example",component="api"';

/** A state of one component over time: `o` operational, `x` outage, `m` maintenance, `u` unknown, `d` degraded. */
export function states(letters: string, labels: string = target): Series {
  const names = { operational: 'o', outage: 'x', maintenance: 'm', unknown: 'u', degraded: 'd' };
  const series = Object.entries(names).map(([state, letter]) => [
    `fedistatus_state{${labels},state="${state}"}`,
    letters
      .split('')
      .map(now => (now === letter ? '1' : '0'))
      .join(' '),
  ]);
  const maintenance = letters
    .split('')
    .map(now => (now === 'm' ? '1' : '0'))
    .join(' ');
  return { ...Object.fromEntries(series), [`fedistatus_maintenance{${labels}}`]: maintenance };
}

/** Minutes in which something is there, and none before and after. */
export function between(from: number, until: number): string {
  return `_x${from - 1} 1x${until - from} stale`;
}

/** Has promtool evaluate the rules minute by minute, and compares. */
export async function tell(t: TestContext, story: Story): Promise<void> {
  const promtool = await requireProgram(t, 'promtool');
  if (promtool === null) return;
  const { alert, silent, firing, says = [] } = story;
  const output = await evaluate(promtool, story);
  // Where nothing is expected promtool complains of what fires, with labels and texts filled in.
  const found = [...output.matchAll(/time: (?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?/g)].map(
    ([, days = 0, hours = 0, minutes = 0]) => Number(days) * 1440 + Number(hours) * 60 + Number(minutes),
  );
  assert.deepEqual(found, firing === null ? [] : [firing], `${alert}, silent at ${silent.join()}: ${output}`);
  for (const part of says) assert.match(output, new RegExp(part));
  assert.doesNotMatch(output, /<error|<no value>|%!/);
}

async function evaluate(promtool: string, { alert, series, silent, firing }: Story): Promise<string> {
  await using folder = await temporaryFolder();
  const minutes = [...silent, ...(firing === null ? [] : [firing])].toSorted((a, b) => a - b);
  const told = {
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: minutes.map(minute => ({ eval_time: `${minute}m`, alertname: alert, exp_alerts: [] })),
  };
  const file = join(folder.path, 'story.json');
  const evaluation_interval = Math.max(...minutes) > 300 ? '5m' : '1m';
  // In any order promtool's alerts would sometimes lag a minute behind what they read.
  const group_eval_order = ruleGroups.map(({ name }) => name);
  const rule_files = [rulesFile];
  await writeFile(file, JSON.stringify({ rule_files, group_eval_order, evaluation_interval, tests: [told] }));
  return await promisify(execFile)(promtool, ['test', 'rules', file]).then(
    () => '',
    ({ stderr }: { readonly stderr: string }) => {
      assert.match(stderr, /exp:\[\]/, 'promtool could not evaluate the story');
      return stderr;
    },
  );
}

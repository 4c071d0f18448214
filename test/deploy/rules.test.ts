/** Every alert fires, stays silent and resolves, in promtool's own unit tests. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { alertGroups } from '../../deploy/source/alerts.ts';
import { deployFiles } from '../../deploy/source/index.ts';
import { metricHeads } from '../../src/publish/reference.ts';
import { metricsIn, syntaxErrors } from '../support/promql.ts';
import { requireProgram, temporaryFolder } from '../support/real-programs.ts';

const root = join(import.meta.dirname, '../..');
const rulesFile = join(root, 'deploy/prometheus/fedistatus.rules.yaml');
const alerts = alertGroups.flatMap(({ rules }) => rules);

interface Story {
  readonly alert: string;
  /** Series a minute apart, in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  /** Minutes at which it is silent, before; fires; and is over, after. */
  readonly silent: readonly number[];
  readonly firing: number;
  /** What the description must say. */
  readonly says?: readonly string[];
}

const target = 'server="a.example",component="api"';

/** A state of one component over time: `o` operational, `x` outage, `m` maintenance, `u` unknown, `d` degraded. */
function states(letters: string, labels = target): Readonly<Record<string, string>> {
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
function between(from: number, until: number): string {
  return `_x${from - 1} 1x${until - from} stale`;
}

const day = 1440;

const stories: readonly Story[] = [
  {
    alert: 'FedistatusComponentDown',
    series: {
      ...states('oooooxxxxxxxoooooooooo'),
      [`fedistatus_failure{${target},reason="http_status"}`]: between(5, 11),
      'fedistatus_diagnosis{server="a.example",diagnosis="web_process_down"}': between(5, 11),
    },
    silent: [4, 6, 20],
    firing: 9,
    says: ['http_status', 'web_process_down'],
  },
  {
    alert: 'FedistatusServerDown',
    series: {
      ...states('oooooxxxxxxxoooooooooo', target),
      ...states('oooooxxxxxxxoooooooooo', 'server="a.example",component="main_page"'),
      ...states('oooooxxxxxxxoooooooooo', 'server="a.example",component="streaming"'),
      'fedistatus_diagnosis{server="a.example",diagnosis="server_unreachable"}': between(5, 11),
    },
    silent: [4, 20],
    firing: 7,
    says: ['server_unreachable', '100%'],
  },
  {
    alert: 'FedistatusKeywordLost',
    series: {
      ...states('oooooxxxxxxxxxxxxxxxxxxxooooo'),
      [`fedistatus_failure{${target},reason="keyword"}`]: between(5, 23),
    },
    silent: [4, 10, 27],
    firing: 18,
  },
  {
    alert: 'FedistatusSlow',
    series: states('ooooodddddddddddddddddddddddddddooooo'),
    silent: [4, 10, 35],
    firing: 25,
  },
  {
    alert: 'FedistatusDiagnosisFound',
    series: { 'fedistatus_diagnosis{server="a.example",diagnosis="overloaded"}': between(5, 20) },
    silent: [4, 8, 26],
    firing: 15,
    says: ['runbooks/overloaded.md'],
  },
  {
    alert: 'FedistatusFlapping',
    series: { [`fedistatus_up{${target}}`]: `1x10 ${'0 1 '.repeat(6)}1x60` },
    silent: [8, 70],
    firing: 25,
  },
  {
    alert: 'FedistatusErrorBudgetBurnsFast',
    series: {
      [`fedistatus_probe_interval_seconds{${target}}`]: '60x400',
      [`fedistatus_probes_total{${target}}`]: '0+1x400',
      [`fedistatus_probe_failures_total{${target},reason="timeout"}`]: '0+0x100 0+1x30 30+0x270',
    },
    silent: [90, 300],
    firing: 125,
  },
  {
    alert: 'FedistatusErrorBudgetBurnsSlowly',
    series: {
      [`fedistatus_probe_interval_seconds{${target}}`]: '60x1500',
      [`fedistatus_probes_total{${target}}`]: '0+1x1500',
      [`fedistatus_probe_failures_total{${target},reason="timeout"}`]: '0+0x400 0+1x40 40+0x1000',
    },
    silent: [390, 1200],
    firing: 435,
  },
  certificateStory('FedistatusCertificateExpiring', 0.25),
  certificateStory('FedistatusCertificateExpiringNow', 0.1),
  {
    alert: 'FedistatusExporterAbsent',
    series: { 'up{job="fedistatus",instance="a:10061"}': '1x5 0x10 1x20' },
    silent: [4, 6, 20],
    firing: 10,
  },
  {
    alert: 'FedistatusProbesStale',
    series: {
      [`fedistatus_last_probe_timestamp_seconds{${target}}`]: '0+60x5 300x15 1260+60x20',
      [`fedistatus_probe_interval_seconds{${target}}`]: '60x45',
    },
    silent: [5, 9, 30],
    firing: 18,
  },
  {
    alert: 'FedistatusProberOffline',
    series: {
      'fedistatus_reference_up{job="fedistatus",instance="a",reference="one"}': '1x5 0x10 1x20',
      'fedistatus_reference_up{job="fedistatus",instance="a",reference="two"}': '0x40',
    },
    silent: [4, 6, 20],
    firing: 10,
  },
  {
    alert: 'FedistatusConfigReloadFailed',
    series: { 'fedistatus_config_last_reload_successful{instance="a"}': '1x5 0x15 1x20' },
    silent: [4, 8, 25],
    firing: 15,
  },
  {
    alert: 'FedistatusHistoryFailing',
    series: {
      'fedistatus_history_write_errors_total{instance="a"}': '0x40',
      'fedistatus_history_dropped_transitions_total{instance="a"}': '0x40',
      'fedistatus_history_pending_transitions{instance="a"}': '0x5 3x15 0x20',
      'fedistatus_history_set_aside{instance="a"}': '0x40',
    },
    silent: [4, 8, 25],
    firing: 15,
  },
  { alert: 'FedistatusWatchdog', series: {}, silent: [], firing: 5 },
];

/** A certificate of a day that is renewed late. */
function certificateStory(alert: string, share: number): Story {
  const crossing = Math.ceil(day * (1 - share));
  const renewal = crossing + 120;
  const changing = (before: number, after: number): string => `${before}x${renewal} ${after}x120`;
  return {
    alert,
    series: {
      [`fedistatus_tls_certificate_not_before_timestamp_seconds{${target}}`]: changing(0, renewal * 60),
      [`fedistatus_tls_certificate_not_after_timestamp_seconds{${target}}`]: changing(
        day * 60,
        (renewal + day) * 60,
      ),
    },
    silent: [crossing - 30, renewal + 30],
    firing: crossing + 90,
  };
}

/** Alerts that must not fire, each with the reason. */
const calm: readonly Story[] = [
  quiet('FedistatusComponentDown', { ...states('ooooxoooooooo') }, 'one bad minute'),
  quiet('FedistatusComponentDown', { ...states('ooommmmmmmmmm') }, 'announced work'),
  quiet('FedistatusComponentDown', { ...states('ooouuuuuuuuuu') }, 'nothing is known'),
  quiet(
    'FedistatusComponentDown',
    {
      ...states('oooxxxxxxxxxx', `${target},location="a"`),
      ...states('ooooooooooooo', `${target},location="b"`),
      ...states('ooooooooooooo', `${target},location="c"`),
    },
    'one place of three',
  ),
  quiet(
    'FedistatusComponentDown',
    {
      ...states('oooxxxxxxxxxx'),
      [`fedistatus_failure{${target},reason="keyword"}`]: between(3, 12),
    },
    'a text that was changed',
  ),
  quiet(
    'FedistatusServerDown',
    {
      ...states('oooxxxxxxxxxx'),
      ...states('ooooooooooooo', 'server="a.example",component="main_page"'),
      ...states('ooooooooooooo', 'server="a.example",component="streaming"'),
    },
    'one part of three',
  ),
  quiet(
    'FedistatusProberOffline',
    {
      'fedistatus_reference_up{job="fedistatus",instance="a",reference="one"}': '0x40',
      'fedistatus_reference_up{job="fedistatus",instance="a",reference="two"}': '1x40',
    },
    'one reference of two',
  ),
  quiet(
    'FedistatusErrorBudgetBurnsFast',
    {
      [`fedistatus_probe_interval_seconds{${target}}`]: '3000x400',
      [`fedistatus_probes_total{${target}}`]: '0+0.02x400',
      [`fedistatus_probe_failures_total{${target},reason="timeout"}`]: '0x3 1x400',
    },
    'one failure of few',
  ),
  quiet(
    'FedistatusErrorBudgetBurnsFast',
    {
      [`fedistatus_probe_interval_seconds{${target}}`]: '10x20',
      [`fedistatus_probes_total{${target}}`]: '_x4 0+6x20',
      [`fedistatus_probe_failures_total{${target},reason="timeout"}`]: '_x4 0+6x2 12x20',
    },
    'a bad beginning',
  ),
];

function quiet(alert: string, series: Readonly<Record<string, string>>, why: string): Story {
  return { alert, series, silent: [6, 9, 12], firing: Number.NaN, says: [why] };
}

/** Two places see an outage that a third, offline, cannot. */
test('an exporter that sees nothing has no say', async t => {
  await runStories(t, [
    {
      alert: 'FedistatusComponentDown',
      series: {
        ...states('oooooxxxxxxxoooooooooo', `${target},location="a"`),
        ...states('uuuuuuuuuuuuuuuuuuuuuu', `${target},location="b"`),
      },
      silent: [4, 6, 20],
      firing: 9,
    },
  ]);
});

test('every alert has its story', () => {
  assert.deepEqual(stories.map(({ alert }) => alert).sort(), alerts.map(({ alert }) => alert).sort());
});

for (const story of stories) {
  test(`${story.alert} is silent while all is well, fires, and resolves`, async t => {
    await runStories(t, [story]);
  });
}

for (const story of calm) {
  test(`${story.alert} does not fire for ${story.says?.[0]}`, async t => {
    await runStories(t, [story]);
  });
}

async function runStories(t: test.TestContext, told: readonly Story[]): Promise<void> {
  const promtool = await requireProgram(t, 'promtool');
  if (promtool === null) return;
  await using folder = await temporaryFolder();
  // What an alert says depends on its labels and values: promtool tells it when it expected nothing.
  for (const story of told) {
    const texts = Number.isNaN(story.firing) ? [] : await firingAlerts(promtool, folder.path, story);
    if (!Number.isNaN(story.firing)) {
      assert.ok(texts.length > 0, `${story.alert} does not fire after ${story.firing} minutes`);
      for (const part of story.says ?? []) assert.match(texts.join('\n'), new RegExp(part));
      assert.doesNotMatch(texts.join('\n'), /<error|<no value>|%!/);
    }
    const silences = story.silent.map(minute => silence(story, minute));
    const { code, output } = await promtoolTest(promtool, folder.path, story, silences);
    assert.equal(code, 0, output);
  }
}

function silence({ alert }: Story, minute: number): object {
  return { eval_time: `${minute}m`, alertname: alert, exp_alerts: [] };
}

/** The firing alerts, as promtool complains of them when none was expected. */
async function firingAlerts(promtool: string, folder: string, story: Story): Promise<readonly string[]> {
  const { code, output } = await promtoolTest(promtool, folder, story, [silence(story, story.firing)]);
  return code === 0 ? [] : [output];
}

async function promtoolTest(
  promtool: string,
  folder: string,
  { series, firing }: Story,
  tests: readonly object[],
): Promise<{ readonly code: number; readonly output: string }> {
  const file = join(folder, 'test.json');
  const input = {
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: tests,
  };
  await writeFile(
    file,
    JSON.stringify({
      rule_files: [rulesFile],
      evaluation_interval: firing > 300 ? '5m' : '1m',
      tests: [input],
    }),
  );
  return await promisify(execFile)(promtool, ['test', 'rules', file]).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: `${error.stdout}${error.stderr}`,
    }),
  );
}

test('promtool finds nothing to complain of in the rules', async t => {
  const promtool = await requireProgram(t, 'promtool');
  if (promtool === null) return;
  await promisify(execFile)(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', rulesFile]);
});

test('the files are what the code makes of the rules', async () => {
  for (const { file, content } of deployFiles) {
    assert.equal(await readFile(join(root, 'deploy', file), 'utf8'), content, `${file}: npm run docs`);
  }
});

test('every alert has a severity, words, and a page', async () => {
  for (const { alert, annotations, labels } of alerts) {
    assert.match(alert, /^Fedistatus[A-Z]\w+$/);
    assert.deepEqual(Object.keys(labels), ['severity']);
    for (const text of Object.values(annotations)) assert.notEqual(text, '');
    await access(join(root, 'docs/alerts', `${alert}.md`));
  }
});

test('every metric of the rules is in the catalogue, or recorded', () => {
  const groups = alertGroups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
  const known = new Set(
    metricHeads().flatMap(({ name, type }) => (type === 'histogram' ? [`${name}_bucket`] : [name])),
  );
  for (const expr of groups) {
    assert.deepEqual(syntaxErrors(expr), [], expr);
    for (const metric of metricsIn(expr)) {
      assert.ok(known.has(metric) || metric === 'up' || metric.includes(':'), metric);
    }
  }
});

/** Every alert fires, stays silent and resolves, in promtool's own unit tests. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { alertGroups } from '../../deploy/source/alerts.ts';
import { between, type Series, type Story, states, target, tell } from '../support/rule-story.ts';

const alerts = alertGroups.flatMap(({ rules }) => rules);

const day = 1440;

const started = 'process_start_time_seconds{job="fedistatus",instance="a"}';

const stories: readonly Story[] = [
  {
    alert: 'FedistatusComponentDown',
    series: {
      ...states('oooooxxxxxxxoooooooooo'),
      [`fedistatus_failure{${target},reason="http_status"}`]: between(5, 11),
      'fedistatus_diagnosis{server="a.example",diagnosis="web_process_down"}': between(5, 11),
    },
    silent: [4, 7, 20],
    firing: 9,
    says: [
      'http_status',
      'Likely cause: web_process_down \\(https://[^ ]+/runbooks/web_process_down\\.md\\)\\.',
    ],
  },
  {
    // A rule of the sysop's own has no page among ours.
    alert: 'FedistatusComponentDown',
    series: {
      ...states('oooooxxxxxxxoooooooooo'),
      'fedistatus_diagnosis{server="a.example",diagnosis="media_proxy_down"}': between(5, 11),
    },
    silent: [4],
    firing: 9,
    says: ['Likely cause: media_proxy_down\\.'],
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
    // Streaming is asked every five minutes: until it is, one message stands for all.
    alert: 'FedistatusServerDown',
    series: {
      ...states('oooooxxxxxxxooooooooooooooooo', target),
      ...states('oooooxxxxxxxooooooooooooooooo', 'server="a.example",component="main_page"'),
      ...states('oooooxxxxxxxxxxxxooooooooooooo', 'server="a.example",component="streaming"'),
    },
    silent: [4, 24],
    firing: 19,
  },
  {
    // Streaming stays down: then it is no longer the server.
    alert: 'FedistatusServerDown',
    series: {
      ...states(`ooooo${'x'.repeat(7)}${'o'.repeat(30)}`, target),
      ...states(`ooooo${'x'.repeat(7)}${'o'.repeat(30)}`, 'server="a.example",component="main_page"'),
      ...states(`ooooo${'x'.repeat(37)}`, 'server="a.example",component="streaming"'),
    },
    silent: [4, 28, 35],
    firing: 20,
  },
  {
    alert: 'FedistatusKeywordLost',
    series: {
      ...states(`ooooo${'x'.repeat(19)}${'o'.repeat(10)}`),
      [`fedistatus_failure{${target},reason="keyword"}`]: between(5, 23),
    },
    silent: [4, 10, 31],
    firing: 18,
  },
  {
    alert: 'FedistatusSlow',
    series: states(`ooooo${'d'.repeat(27)}${'o'.repeat(12)}`),
    silent: [4, 10, 40],
    firing: 25,
  },
  {
    alert: 'FedistatusSlow',
    series: { ...states('o'.repeat(60)), [`fedistatus_latency_seconds{${target}}`]: '0.1x10 8x20 0.1x30' },
    silent: [8, 15, 50],
    firing: 35,
  },
  {
    alert: 'FedistatusDiagnosisFound',
    series: {
      ...states(`ooooo${'x'.repeat(16)}${'o'.repeat(10)}`),
      'fedistatus_diagnosis{server="a.example",diagnosis="overloaded"}': between(5, 20),
    },
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
    // No share of its life is left, nor will it end.
    alert: 'FedistatusCertificateExpiringNow',
    series: {
      [`fedistatus_tls_certificate_not_before_timestamp_seconds{${target}}`]: '0x40',
      [`fedistatus_tls_certificate_not_after_timestamp_seconds{${target}}`]: '600x40',
    },
    silent: [2],
    firing: 20,
    says: ['of a\\.example has expired', 'description="It ended on 1970-01-01 00:10:00 \\+0000 UTC\\. '],
  },
  {
    alert: 'FedistatusExporterAbsent',
    series: { 'up{job="fedistatus",instance="a:10061"}': '1x5 0x10 1x20' },
    silent: [4, 6, 20],
    firing: 10,
  },
  {
    // What it watched nobody watches now, not even long after.
    alert: 'FedistatusExporterAbsent',
    series: { ...exporter('a', '1x50', 'a.example'), ...exporter('b', '1x5 0x30 1x15', 'b.example') },
    silent: [4, 6, 38],
    firing: 34,
    says: ['The exporter b does'],
  },
  {
    alert: 'FedistatusOneExporterAbsent',
    series: { ...exporter('a', '1x50', 'a.example'), ...exporter('b', '1x5 0x30 1x15', 'a.example') },
    silent: [4, 14, 38],
    firing: 34,
  },
  {
    alert: 'FedistatusExporterRestarting',
    series: { [started]: '0x10 600+120x20 3000x40' },
    silent: [10, 24, 80],
    firing: 40,
    says: ['The exporter a starts again and again'],
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
    silent: [4, 6, 24],
    firing: 10,
  },
  {
    alert: 'FedistatusConfigReloadFailed',
    series: { 'fedistatus_config_last_reload_successful{instance="a"}': '1x5 0x15 1x20' },
    silent: [4, 8, 30],
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
    silent: [4, 8, 30],
    firing: 15,
  },
  { alert: 'FedistatusWatchdog', series: {}, silent: [], firing: 5 },
];

/** Whether Prometheus can read an exporter, which watches one server. */
function exporter(instance: string, up: string, server: string): Series {
  const labels = `job="fedistatus",instance="${instance}"`;
  return {
    [`up{${labels}}`]: up,
    [`fedistatus_component_info{${labels},server="${server}",component="api"}`]: up.replaceAll('0x', '_x'),
  };
}

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

const oneOfTwoGone = {
  ...exporter('a', '1x50', 'a.example'),
  ...exporter('b', '1x5 0x45', 'a.example'),
};

interface CalmStory extends Story {
  /** What it must not fire for. */
  readonly why: string;
}

/** Alerts that must not fire, each with the reason. */
const calm: readonly CalmStory[] = [
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
    'FedistatusServerDown',
    {
      ...states('ooommmmmmmmmm'),
      ...states('ooommmmmmmmmm', 'server="a.example",component="main_page"'),
      ...states('ooooooooooooo', 'server="a.example",component="streaming"'),
    },
    'announced work',
  ),
  quiet(
    'FedistatusServerDown',
    {
      ...states('oooxxxxxxxxxx', `${target},location="a"`),
      ...states('oooxxxxxxxxxx', 'server="a.example",component="main_page",location="a"'),
      ...states('ooooooooooooo', `${target},location="b"`),
      ...states('ooooooooooooo', 'server="a.example",component="main_page",location="b"'),
    },
    'one place of two',
  ),
  quiet('FedistatusServerDown', halvesOfEight(), 'half of its components'),
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
  {
    ...quiet(
      'FedistatusErrorBudgetBurnsFast',
      {
        // While it is down it is asked again every minute.
        [`fedistatus_probe_interval_seconds{${target}}`]: '300x100',
        [`fedistatus_probes_total{${target}}`]: '0+0.2x70 16+1x3 19+0.2x27',
        [`fedistatus_probe_failures_total{${target},reason="timeout"}`]: '0x70 2+1x2 4x28',
      },
      'three minutes of what is asked every five',
    ),
    silent: [72, 74, 76],
  },
  quiet(
    'FedistatusErrorBudgetBurnsFast',
    {
      [`fedistatus_probe_interval_seconds{${target}}`]: '10x20',
      [`fedistatus_probes_total{${target}}`]: '_x4 0+6x20',
      [`fedistatus_probe_failures_total{${target},reason="timeout"}`]: '_x4 0+6x2 12x20',
    },
    'a bad beginning',
  ),
  toldAlready('FedistatusErrorBudgetBurnsFast', [224, 227, 230]),
  toldAlready('FedistatusErrorBudgetBurnsSlowly', [224, 235, 245]),
  {
    ...quiet(
      'FedistatusErrorBudgetBurnsFast',
      {
        ...states(`${'o'.repeat(60)}${'x'.repeat(40)}`),
        [`fedistatus_failure{${target},reason="keyword"}`]: between(60, 99),
        ...failing('0x60 0+1x40', 'keyword'),
      },
      'a text that was changed',
    ),
    silent: [70, 80, 90],
  },
  {
    ...quiet(
      'FedistatusErrorBudgetBurnsFast',
      {
        ...failing('0x60 0+1x60', 'timeout', `${target},location="a"`),
        ...failing('0x120', 'timeout', `${target},location="b"`),
        ...failing('0x120', 'timeout', `${target},location="c"`),
      },
      'one place of three',
    ),
    silent: [90, 115],
  },
  {
    ...quiet(
      'FedistatusSlow',
      {
        ...states(`ooooo${'x'.repeat(10)}${'o'.repeat(30)}`),
        [`fedistatus_latency_seconds{${target}}`]: '0.1x5 _x10 0.1x30',
        [`fedistatus_probe_duration_seconds_bucket{${target},le="5"}`]: '0+1x5 5x10 5+1x30',
        [`fedistatus_probe_duration_seconds_bucket{${target},le="+Inf"}`]: '0+1x45',
      },
      'an outage of timeouts that is over',
    ),
    silent: [12, 26, 30],
  },
  {
    ...quiet(
      'FedistatusSlow',
      {
        ...states('d'.repeat(30), `${target},location="a"`),
        ...states('o'.repeat(30), `${target},location="b"`),
        ...states('o'.repeat(30), `${target},location="c"`),
        ...states('u'.repeat(30), `${target},location="d"`),
      },
      'one place of three',
    ),
    silent: [15, 25],
  },
  {
    ...quiet(
      'FedistatusSlow',
      { ...states('o'.repeat(40)), [`fedistatus_latency_seconds{${target}}`]: '0.1x5 8 0.1x34' },
      'one slow answer',
    ),
    silent: [16, 18, 20],
  },
  {
    ...quiet(
      'FedistatusSlow',
      {
        ...states(`${'m'.repeat(20)}${'o'.repeat(25)}`),
        [`fedistatus_latency_seconds{${target}}`]: '8x19 0.1x25',
      },
      'announced work that is over',
    ),
    silent: [20, 30, 34],
  },
  ...[
    quiet('FedistatusExporterAbsent', oneOfTwoGone, 'one of two that watch the same'),
    quiet('FedistatusOneExporterAbsent', exporter('a', '1x5 0x30', 'a.example'), 'the only one'),
    quiet(
      'FedistatusExporterRestarting',
      { [started]: '0x5 300 360 420 480x30' },
      'a deployment in four attempts',
    ),
  ].map(story => ({ ...story, silent: [8, 12, 20, 30] })),
  {
    ...quiet(
      'FedistatusSlow',
      {
        [`fedistatus_latency_seconds{${target},location="a"}`]: '20x40',
        [`fedistatus_latency_seconds{${target},location="b"}`]: '0.1x40',
      },
      'one place of two',
    ),
    silent: [20, 35],
  },
  {
    ...quiet(
      'FedistatusFlapping',
      { ...states('m'.repeat(40)), [`fedistatus_up{${target}}`]: `1x10 ${'0 1 '.repeat(6)}1x10` },
      'announced work',
    ),
    silent: [20, 25, 30],
  },
  {
    ...quiet(
      'FedistatusDiagnosisFound',
      {
        ...states('m'.repeat(20)),
        'fedistatus_diagnosis{server="a.example",diagnosis="web_process_down"}': '1x20',
      },
      'announced work',
    ),
    silent: [8, 15],
  },
  {
    ...quiet(
      'FedistatusKeywordLost',
      {
        ...states('o'.repeat(20), `${target},location="a"`),
        ...states('o'.repeat(20), `${target},location="b"`),
        [`fedistatus_failure{${target},location="a",reason="keyword"}`]: '1x20',
        'fedistatus_failure{job="probe",server="a.example",component="api",location="a",reason="keyword"}':
          '1x20',
      },
      'one place of two that another job asks through /probe',
    ),
    silent: [12, 18],
  },
  {
    ...quiet(
      'FedistatusKeywordLost',
      { ...states('m'.repeat(20)), [`fedistatus_failure{${target},reason="keyword"}`]: '1x20' },
      'announced work',
    ),
    silent: [12, 18],
  },
];

/** As many servers as there are halves of eight components: each loses another, and fractions add up otherwise. */
function halvesOfEight(): Series {
  const series: Record<string, string> = {};
  for (let half = 0; half < 256; half += 1) {
    const isDown = Array.from({ length: 8 }, (_, index) => ((half >> index) & 1) === 1);
    if (isDown.filter(Boolean).length !== 4) continue;
    for (const [index, down] of isDown.entries()) {
      const labels = `server="s${half}",component="c${index}"`;
      series[`fedistatus_state{${labels},state="outage"}`] = down ? '1x12' : '0x12';
      series[`fedistatus_state{${labels},state="operational"}`] = down ? '0x12' : '1x12';
    }
  }
  return series;
}

/** Failed probes of a minute each. */
function failing(failures: string, reason: string, labels: string = target): Series {
  return {
    [`fedistatus_probe_interval_seconds{${labels}}`]: '60x300',
    [`fedistatus_probes_total{${labels}}`]: '0+1x300',
    [`fedistatus_probe_failures_total{${labels},reason="${reason}"}`]: failures,
  };
}

/** An outage of a quarter of an hour, of which FedistatusComponentDown told. */
function toldAlready(alert: string, silent: readonly number[]): CalmStory {
  const series = {
    ...states(`${'o'.repeat(205)}${'x'.repeat(16)}${'o'.repeat(40)}`),
    ...failing('0x205 0+1x15 15x40', 'timeout'),
  };
  return { ...quiet(alert, series, 'an outage that was told'), silent };
}

function quiet(alert: string, series: Series, why: string): CalmStory {
  return { alert, series, silent: [6, 9, 12], firing: null, why };
}

/** Two places see an outage that a third, offline, cannot. */
test('an exporter that sees nothing has no say', async t => {
  await tell(t, {
    alert: 'FedistatusComponentDown',
    series: {
      ...states('oooooxxxxxxxoooooooooo', `${target},location="a"`),
      ...states('uuuuuuuuuuuuuuuuuuuuuu', `${target},location="b"`),
    },
    silent: [4, 7, 20],
    firing: 9,
  });
});

test('two places of three burn a budget', async t => {
  await tell(t, {
    alert: 'FedistatusErrorBudgetBurnsFast',
    series: {
      ...failing('0x60 0+1x15 15x100', 'timeout', `${target},location="a"`),
      ...failing('0x60 0+1x15 15x100', 'timeout', `${target},location="b"`),
      ...failing('0x175', 'timeout', `${target},location="c"`),
    },
    silent: [55, 90],
    firing: 72,
  });
});

test('two places of three are enough', async t => {
  await tell(t, {
    alert: 'FedistatusComponentDown',
    series: {
      ...states('oooooxxxxxxxoooooooooo', `${target},location="a"`),
      ...states('oooooxxxxxxxoooooooooo', `${target},location="b"`),
      ...states('oooooooooooooooooooooo', `${target},location="c"`),
    },
    silent: [4, 7, 20],
    firing: 9,
    says: ['Seen by 66.67% of'],
  });
});

/** A probe a minute and a scrape a minute: the last part of a server may be seen to be down two minutes after the first. */
test('the server is told of before its components, however they follow one another', async t => {
  const series = {
    ...states('oooooxxxxxxxx', target),
    ...states('ooooooxxxxxxx', 'server="a.example",component="main_page"'),
    ...states('oooooooxxxxxx', 'server="a.example",component="streaming"'),
    ...states('oooooooxxxxxx', 'server="a.example",component="user_page"'),
  };
  await tell(t, { alert: 'FedistatusServerDown', series, silent: [7], firing: 8 });
  await tell(t, { alert: 'FedistatusComponentDown', series, silent: [7], firing: 8 });
});

/** What a scrape at minute 20 that failed does not find, of something that is wrong from the beginning. */
const unread = `1x19 stale 1x20`;

/** The minute after: without being held the alert would have ended, and would begin anew. */
const held: Readonly<Record<string, Series>> = {
  FedistatusKeywordLost: {
    [`fedistatus_state{${target},state="outage"}`]: unread,
    [`fedistatus_failure{${target},reason="keyword"}`]: unread,
  },
  FedistatusSlow: { [`fedistatus_state{${target},state="degraded"}`]: unread },
  FedistatusCertificateExpiring: {
    [`fedistatus_tls_certificate_not_before_timestamp_seconds{${target}}`]: '-80000x19 stale -80000x20',
    [`fedistatus_tls_certificate_not_after_timestamp_seconds{${target}}`]: '15000x19 stale 15000x20',
  },
  FedistatusProberOffline: { 'fedistatus_reference_up{reference="one"}': unread.replaceAll('1x', '0x') },
  FedistatusConfigReloadFailed: { fedistatus_config_last_reload_successful: unread.replaceAll('1x', '0x') },
  FedistatusHistoryFailing: { fedistatus_history_set_aside: unread },
};

for (const [alert, series] of Object.entries(held)) {
  test(`${alert} outlives a scrape that fails`, async t => {
    await tell(t, { alert, series, silent: [1], firing: 21 });
  });
}

test('every alert has its story', () => {
  const told = new Set(stories.map(({ alert }) => alert));
  assert.deepEqual([...told].sort(), alerts.map(({ alert }) => alert).sort());
});

for (const story of stories) {
  test(`${story.alert} is silent while all is well, fires, and resolves`, async t => {
    await tell(t, story);
  });
}

for (const story of calm) {
  test(`${story.alert} does not fire for ${story.why}`, async t => {
    await tell(t, story);
  });
}

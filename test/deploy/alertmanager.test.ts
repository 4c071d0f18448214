/** The shipped routes and receivers, as Alertmanager's own tool reads them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { alertGroups } from '../../deploy/source/alerts.ts';
import { severities } from '../../deploy/source/rule.ts';
import { shippedConfiguration } from '../support/alertmanager.ts';
import { requireProgram } from '../support/real-programs.ts';

const file = resolve(import.meta.dirname, '../../deploy/alertmanager/alertmanager.yml');
const shipped = await shippedConfiguration();
const alerts = alertGroups.flatMap(({ rules }) => rules);

test('amtool accepts the file, with every receiver that is ready to be used', async t => {
  const amtool = await requireProgram(t, 'amtool');
  if (amtool === null) return;
  await promisify(execFile)(amtool, ['check-config', file]);
  const names = shipped.receivers.map(({ name }) => name);
  assert.deepEqual(names, ['nobody', 'page', 'mail', 'deadman', 'slack', 'mastodon']);
});

/** Who is told of an alert of each severity. */
const receivers: Readonly<Record<(typeof severities)[number], string>> = {
  critical: 'page',
  warning: 'mail',
  info: 'nobody',
  none: 'deadman',
};

test('every alert finds the receiver of its severity, and the watchdog the dead man’s switch', async t => {
  const amtool = await requireProgram(t, 'amtool');
  if (amtool === null) return;
  assert.deepEqual(new Set(alerts.map(({ labels }) => labels.severity)), new Set(severities));
  for (const { alert, labels } of alerts) {
    const wanted = `--verify.receivers=${receivers[labels.severity]}`;
    const sent = [`alertname=${alert}`, `severity=${labels.severity}`, 'server=a.example'];
    await promisify(execFile)(amtool, ['config', 'routes', 'test', `--config.file=${file}`, wanted, ...sent]);
  }
});

test('what is inhibited, and by what, are alerts that exist', () => {
  const names = alerts.map(({ alert }) => alert);
  for (const { source_matchers, target_matchers, equal } of shipped.inhibit_rules) {
    for (const matcher of [...source_matchers, ...target_matchers]) {
      const [, pattern = ''] = /^alertname =~? "?([^"]+)"?$/.exec(matcher) ?? [];
      for (const part of pattern.split('|')) {
        assert.ok(
          names.some(name => new RegExp(`^${part}$`).test(name)),
          `${matcher}: no alert is called ${part}`,
        );
      }
    }
    assert.equal(equal[0], 'server');
  }
});

test('no secret stands in the file', () => {
  assert.doesNotMatch(JSON.stringify(shipped), /"(?:\w+_)?(?:password|token|secret|api_url|credentials)":/);
});

import assert from 'node:assert/strict';
import { basename, join, resolve } from 'node:path';
import { test } from 'node:test';
import { ruleGroups } from '../../deploy/source/index.ts';
import { dashboardFiles } from '../../grafana/source/index.ts';
import { requireProgram, startProgram } from '../support/real-programs.ts';

const root = resolve(import.meta.dirname, '../..');

test('jsonnet reads every dashboard and every rule from the mixin', async t => {
  const jsonnet = await requireProgram(t, 'jsonnet');
  if (jsonnet === null) return;
  const mixin = join(root, 'deploy/mixin/mixin.libsonnet');
  // Its fields are hidden, as those of a mixin are; dashboards may be long, so only what names them is shown.
  const expression = `local mixin = import '${mixin}'; {
    dashboards: { [file]: mixin.grafanaDashboards[file].uid for file in std.objectFields(mixin.grafanaDashboards) },
    groups: mixin.prometheusRules.groups + mixin.prometheusAlerts.groups,
  }`;
  await using running = startProgram(jsonnet, ['-e', expression]);
  assert.equal(await running.ended, 0, running.output());
  const { dashboards, groups } = JSON.parse(running.output());
  const made = dashboardFiles.map(({ file, dashboard }) => [basename(file), dashboard.uid]);
  assert.deepEqual(dashboards, Object.fromEntries(made));
  assert.deepEqual(groups, JSON.parse(JSON.stringify(ruleGroups)));
});

/**
 * Each preset against the simulated servers that it is for: all of it is up, each part broken alone takes down its own
 * component, and each fault is named. The registries pair them: a new software takes part by itself, with the
 * preset for any other if none is made for it.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Config, ConfiguredComponent } from '../../src/config/config.ts';
import { DeadlineExceeded } from '../../src/core/component.ts';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { softwares } from '../../src/demo/software/index.ts';
import { presetFor } from '../../src/discover/software.ts';
import { presets } from '../../src/preset/index.ts';
import { configFor, idsOf, probeOnce, survey } from '../support/drill.ts';

/** Longer than any test waits: what is slow never answers. */
const never = 600_000;

/** Parts that may be broken with another: a chain needs its first link. */
const dragged: Readonly<Record<string, readonly string[]>> = {
  host_meta: ['activitypub'],
  main_page: ['assets', 'edge'],
  timeline: ['freshness'],
  streaming_websocket: ['streaming_database'],
};

/** Findings that are not what the fault is called, and why. */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  // The cause behind the copies is nearer; where there are any, that they hide it is told beside it.
  hidden_by_cache: ['web_process_down', 'web_process_down, hidden_by_cache'],
};

/** Faults that nothing shows, by software. */
const unseen: Readonly<Record<string, readonly string[]>> = {
  // It asks for the token first, with or without an upgrade.
  gotosocial: ['websocket_upgrade_stripped'],
};

/** Words that mean nothing to a sysop of other software. */
const mastodonOnly = /mastodon|rails|puma|sidekiq|precompile/i;

for (const { name } of softwares) {
  test(`${name}: every component of its preset is up, and each part broken alone takes down its own`, async () => {
    await using demo = await start(name, never);
    const config = await configFor(demo, optionalOf(name));
    assert.deepEqual(await failing(config), []);
    const names = config.components.map(({ component }) => component.name);
    const breakable = names.filter(component => partsOf(demo).includes(component));
    assert.deepEqual(
      names.filter(component => !breakable.includes(component) && !isOptional(name, component)),
      [],
      'components that nothing breaks',
    );
    for (const component of breakable) {
      const possible = [component, ...(dragged[component] ?? [])];
      for (const fault of [`part:${component}`, `part:${component}:garbage`, `part:${component}:slow`]) {
        demo.break(fault);
        const down = await failing(config, fault.endsWith(':slow') ? possible : []);
        demo.heal();
        assert.ok(down.includes(component), `${fault}: ${component} is up`);
        assert.deepEqual(
          down.filter(other => !possible.includes(other)),
          [],
          fault,
        );
      }
    }
  });

  test(`${name}: each fault is named, and nothing else`, async t => {
    await using demo = await start(name, 20);
    const config = await configFor(demo, optionalOf(name));
    assert.deepEqual(idsOf(await survey(config)), [], 'healthy');
    const wrong: string[] = [];
    for (const { id, diagnosis } of demo.faults) {
      if (diagnosis === null || unseen[name]?.includes(id) === true) continue;
      demo.break(id);
      const findings = await survey(config);
      demo.heal();
      const found = idsOf(findings).join(', ');
      t.diagnostic(`${id}: ${found}`);
      if (!(otherwise[id] ?? [diagnosis]).includes(found)) wrong.push(`${id} → ${found}`);
      if (config.servers[0]?.software === undefined) continue;
      for (const { sentence, checks } of findings) {
        const advice = [sentence, ...checks.flatMap(({ step, command }) => [step, command ?? ''])].join('\n');
        assert.doesNotMatch(advice.replace(/\(in Mastodon: .*?\)/, ''), mastodonOnly, id);
      }
    }
    assert.deepEqual(wrong, []);
  });
}

function start(software: string, slowMs: number): Promise<Demo> {
  return startDemo({ listen: { host: '127.0.0.1', port: 0 }, software, slowMs });
}

/** Those that the preset offers besides. */
function optionalComponents(software: string): readonly string[] {
  const { optional } = presetFor(software, presets).preset.components({
    domain: 'social.example',
    webOrigin: 'https://social.example',
    account: null,
    objectStorage: null,
    streamingOrigin: null,
  });
  return Object.keys(optional);
}

function isOptional(software: string, component: string): boolean {
  return optionalComponents(software).includes(component);
}

/** As YAML. */
function optionalOf(software: string): string {
  return `{ ${optionalComponents(software)
    .map(component => `${component}: {}`)
    .join(', ')} }`;
}

function partsOf({ faults }: Demo): readonly string[] {
  return faults.flatMap(({ id }) => /^part:(\w+)$/.exec(id)?.[1] ?? []);
}

/** Names of the components that fail. Those that may hang are given up when all others have answered, twice. */
async function failing(config: Config, mayHang: readonly string[] = []): Promise<readonly string[]> {
  const patience = new AbortController();
  const run = async (configured: ConfiguredComponent): Promise<readonly string[]> => {
    const signal = AbortSignal.any([patience.signal, AbortSignal.timeout(20_000)]);
    const { verdict } = await probeOnce(configured, config, signal);
    return verdict.result === 'fail' ? [configured.component.name] : [];
  };
  const [slow, others] = [true, false].map(isSlow =>
    config.components.filter(({ component }) => mayHang.includes(component.name) === isSlow),
  );
  const pending = (slow ?? []).map(run);
  const down = await Promise.all((others ?? []).map(run));
  if (pending.length > 0) await Promise.all((others ?? []).map(run));
  patience.abort(new DeadlineExceeded());
  return [...down, ...(await Promise.all(pending))].flat();
}

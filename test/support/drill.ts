/** Fire drills: real probes, as a configuration makes them, ask a simulated server once, and the cause is read off. */
import type { Config, ConfiguredComponent } from '../../src/config/config.ts';
import { type Finding } from '../../src/core/diagnosis/finding.ts';
import { diagnose } from '../../src/core/diagnosis/index.ts';
import { type ComponentView, viewOf } from '../../src/core/diagnosis/view.ts';
import { type Result, toResult } from '../../src/core/result.ts';
import type { Demo } from '../../src/demo/demo.ts';
import { presetFor } from '../../src/discover/software.ts';
import { presets } from '../../src/preset/index.ts';
import { loadConfigText } from './load-config-text.ts';

/** What a sysop of the simulated server would write. `components`: YAML, for those that are not there by themselves. */
export async function configFor({ site, software }: Demo, components = '{}'): Promise<Config> {
  const { localDomain, webDomain, streamingDomain, storageOrigin, account } = site;
  return await loadConfigText(`
timeout: 5s
servers:
  - domain: ${localDomain}
    web_domain: ${webDomain}
    streaming: http://${streamingDomain}
    preset: ${presetFor(software, presets).key}
    account: ${account}
    object_storage: ${storageOrigin}/check.txt
    components: ${components}
`);
}

/** One run of one component. */
export async function probeOnce(
  { component, prepared }: ConfiguredComponent,
  { userAgent }: Config,
  signal: AbortSignal = AbortSignal.timeout(component.timeoutMs),
): Promise<Result> {
  const outcome = await prepared.start({ userAgent })({ signal });
  return toResult(component, outcome, { at: Date.now(), durationMs: 1 });
}

/** One round of probes of every component, diagnosed. */
export async function survey(config: Config): Promise<readonly Finding[]> {
  const [server] = config.servers;
  if (server === undefined) throw new Error('a configuration without servers');
  const { domain, software } = server;
  const views = await Promise.all(
    config.components.map(async (configured): Promise<ComponentView> => {
      const result = await probeOnce(configured, config);
      return viewOf(configured.component, result, { software });
    }),
  );
  return diagnose({ domain, ...(software && { software }), prober: 'unknown', components: views });
}

export function idsOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ id }) => id);
}

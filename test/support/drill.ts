/** Fire drills: real probes, as a configuration makes them, ask a simulated server once, and the cause is read off. */
import type { Config, ConfiguredComponent } from '../../src/config/config.ts';
import { type Finding } from '../../src/core/diagnosis/finding.ts';
import { diagnose } from '../../src/core/diagnosis/index.ts';
import { presetRoles, roleOf } from '../../src/core/diagnosis/role.ts';
import type { ComponentView } from '../../src/core/diagnosis/view.ts';
import { type Result, toResult } from '../../src/core/result.ts';
import type { Demo } from '../../src/demo/demo.ts';
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
    preset: ${software}
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
  const views = await Promise.all(
    config.components.map(async (configured): Promise<ComponentView> => {
      const { component } = configured;
      const result = await probeOnce(configured, config);
      return { name: component.name, role: roleOf(component, presetRoles), target: component.target, result };
    }),
  );
  const [first] = config.components;
  return diagnose({ domain: first?.component.server ?? '', prober: 'unknown', components: views });
}

export function idsOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ id }) => id);
}

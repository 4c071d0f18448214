import type { Finding } from '../core/diagnosis/finding.ts';
import { diagnose } from '../core/diagnosis/index.ts';
import type { SoftwareFacts } from '../core/diagnosis/software.ts';
import { type ProberStatus, proberStatus, viewOf } from '../core/diagnosis/view.ts';
import { isUp } from '../core/result.ts';
import { askReference } from '../monitor/references.ts';
import type { MonitorSettings } from '../monitor/settings.ts';
import type { CheckedComponent } from './check-table.ts';
import { quiet } from './quiet.ts';

/** Results as the diagnosis reads them: what a program says is its own, whichever proxy passed it on. */
export function attributed(
  checked: readonly CheckedComponent[],
  servers: MonitorSettings['servers'],
): readonly CheckedComponent[] {
  return checked.map(({ result, target }) => {
    const { server, component: name, type } = result;
    const view = viewOf({ name, type, target }, result, { software: softwareOf(server, servers) });
    return { result: view.result ?? result, target };
  });
}

/** What one round of probes means, by domain. One round is all there is, so that a blip counts, too. */
export async function diagnoseChecked(
  checked: readonly CheckedComponent[],
  { servers, references, diagnosis }: Pick<MonitorSettings, 'servers' | 'references' | 'diagnosis'>,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const hasFailed = checked.some(({ result }) => isUp(result) === false);
  const prober = hasFailed ? await askReferences(references) : 'unknown';
  const byServer = Map.groupBy(checked, ({ result }) => result.server);
  return new Map(
    [...byServer].map(([domain, own]) => {
      const software = softwareOf(domain, servers);
      const components = own.map(({ result, target }) => {
        const { component: name, type } = result;
        return viewOf({ name, type, target }, isUp(result) === null ? null : result, { software });
      });
      return [domain, diagnose({ domain, ...(software && { software }), prober, components }, diagnosis)];
    }),
  );
}

function softwareOf(domain: string, servers: MonitorSettings['servers']): SoftwareFacts | undefined {
  return servers.find(server => server.domain === domain)?.software;
}

async function askReferences(references: MonitorSettings['references']): Promise<ProberStatus> {
  const { signal } = new AbortController();
  const answers = references.map(async reference => ({ up: await askReference(quiet, reference, signal) }));
  return proberStatus(await Promise.all(answers));
}

import type { ProbeType } from '../probe/probe-type.ts';
import type { ReferenceConfig } from './config.ts';
import type { Mistake } from './explain.ts';

/**
 * Probes of the addresses that tell whether the prober is online. Any answer at all means yes, so the request is as
 * small as can be and its status does not matter.
 */
export function buildReferences(
  names: readonly string[],
  probeTypes: readonly ProbeType[],
): { readonly references: readonly ReferenceConfig[]; readonly mistakes: readonly Mistake[] } {
  const references: ReferenceConfig[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, name] of names.entries()) {
    const path = ['references', index];
    if (names.indexOf(name) < index) {
      mistakes.push({ path, message: 'written twice: keep one of them', target: 'value' });
      continue;
    }
    const { type, ...settings } = settingsOf(name);
    const probeType = probeTypes.find(candidate => candidate.name === type);
    if (probeType === undefined) throw new Error(`no probe type ${type} for references`);
    const result = probeType.prepare(settings, { domain: name, webOrigin: name, account: null });
    if (result.ok) references.push({ name, prepared: result.prepared });
    else mistakes.push(...result.issues.map(({ message }) => ({ path, message, target: 'value' as const })));
  }
  return { references, mistakes };
}

function settingsOf(name: string): { readonly type: string } & Readonly<Record<string, unknown>> {
  if (name.startsWith('tcp://')) return { type: 'tcp', address: name.slice('tcp://'.length) };
  return { type: 'http', url: name, method: 'HEAD', status: '100-599', redirects: 0, cache: 'allow' };
}

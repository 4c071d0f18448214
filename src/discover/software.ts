import { genericPreset, namesOf, type Preset } from '../preset/preset.ts';
import type { InstanceFacts } from './instance.ts';
import type { NodeinfoFacts } from './nodeinfo.ts';

/** Which software a server runs. */
export interface NamedSoftware {
  readonly name: string;
  readonly version: string | null;
  readonly from: string;
}

/** What a server says that it is: in nodeinfo, or failing that in the instance API. null: it does not say. */
export function softwareOf(
  nodeinfo: NodeinfoFacts | null,
  instance: InstanceFacts | null,
): NamedSoftware | null {
  if (nodeinfo !== null && nodeinfo.name !== null) {
    return { name: nodeinfo.name, version: nodeinfo.version, from: 'nodeinfo' };
  }
  if (instance === null || instance.software === null) return null;
  return { name: instance.software, version: instance.version, from: instance.path };
}

/** The name and the preset to write for a software; the generic one when none is made for it. */
export function presetFor(name: string | null, presets: readonly Preset[]): ChosenPreset {
  const own = presets.find(preset => name !== null && namesOf(preset).includes(name));
  if (own !== undefined && name !== null)
    return { key: name, preset: own, isGeneric: own.name === genericPreset };
  const generic = presets.find(preset => preset.name === genericPreset);
  if (generic === undefined) throw new Error(`there is no preset ${genericPreset}`);
  return { key: genericPreset, preset: generic, isGeneric: true };
}

export interface ChosenPreset {
  /** The value of the key `preset`. */
  readonly key: string;
  readonly preset: Preset;
  readonly isGeneric: boolean;
}

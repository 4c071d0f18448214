import type { ComponentInput, PresetComponents } from '../preset/preset.ts';
import type { ConfigPath } from './errors.ts';
import type { Mistake } from './explain.ts';
import { nearest } from './nearest.ts';
import { isMap } from './schema-walk.ts';

/** A component as preset and file define it together, not yet checked. */
export interface MergedComponent {
  readonly name: string;
  readonly input: ComponentInput;
  /** The preset's setting without which it left this component out, if it did. */
  readonly missingSetting: string | null;
}

/** Merges the components of the file over the preset's, key by key; `null` removes, naming an optional one adds it. */
export function mergeComponents(
  preset: PresetComponents,
  written: Readonly<Record<string, unknown>>,
  path: ConfigPath,
): { readonly components: readonly MergedComponent[]; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const merged = new Map<string, ComponentInput>(Object.entries(preset.components));
  const settings = new Map(preset.omitted.map(({ component, setting }) => [component, setting]));
  for (const [name, own] of Object.entries(written)) {
    const base = merged.get(name) ?? ownProperty(preset.optional, name);
    if (isMap(own)) {
      merged.set(name, base === undefined ? own : mergeKeys(base, own));
    } else if (own !== null) {
      const message = 'write keys and values, or null to remove it';
      mistakes.push({ path: [...path, name], message, target: 'value' });
    } else if (!merged.delete(name) && !settings.has(name) && !Object.hasOwn(preset.optional, name)) {
      const message = nothingToRemove(name, Object.keys(preset.components));
      mistakes.push({ path: [...path, name], message, target: 'key' });
    }
  }
  const components = [...merged].map(([name, input]) => ({
    name,
    input,
    missingSetting: settings.get(name) ?? null,
  }));
  return { components, mistakes };
}

function ownProperty(
  record: Readonly<Record<string, ComponentInput>>,
  name: string,
): ComponentInput | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Another type has other keys: only what is for people is taken over from the preset then. */
function mergeKeys(base: ComponentInput, own: ComponentInput): ComponentInput {
  const isOtherType = Object.hasOwn(own, 'type') && own['type'] !== (base['type'] ?? 'http');
  if (!isOtherType) return { ...base, ...own };
  const { title, group } = base;
  return { title, group, ...own };
}

function nothingToRemove(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `there is no component of this name to remove${meant === null ? '' : `: did you mean \`${meant}\`?`}`;
}

import type { Secret } from '../core/secret.ts';
import { genericPreset, namesOf, type Preset, type PresetComponents, softwareOf } from '../preset/preset.ts';
import { normaliseDomain } from '../probe/domain-name.ts';
import { originOf } from '../probe/origin.ts';
import type { ServerContext } from '../probe/probe-type.ts';
import { checkKeys } from './check-keys.ts';
import { buildComponent, type ComponentContext } from './component.ts';
import type { ConfiguredComponent, ServerConfig } from './config.ts';
import type { ConfigPath } from './errors.ts';
import type { Mistake } from './explain.ts';
import { type ServerSettings, serverKeys } from './keys.ts';
import { mergeComponents } from './merge.ts';
import { resolveValues } from './values.ts';
import { unknownWord } from './wording.ts';

/** What a server needs to know of the rest of the file. */
export interface ServerFrame extends Omit<ComponentContext, 'server' | 'isPartial'> {
  readonly presets: readonly Preset[];
}

export interface ServerResult {
  readonly server: ServerConfig;
  readonly components: readonly ConfiguredComponent[];
  readonly mistakes: readonly Mistake[];
  readonly secrets: readonly Secret[];
  readonly literalSecrets: readonly ConfigPath[];
}

/** The domain of a server whose own is missing or wrong (RFC 6761 §6.4). */
export const placeholderDomain = 'placeholder.invalid';

/** Stand in for what is wrong, so that the components can be checked nevertheless. */
const placeholders = {
  domain: placeholderDomain,
  account: 'placeholder',
  object_storage: 'https://placeholder.invalid/',
};

/** Checks one server with all its components. `frame.path` is the server's. */
export async function buildServer(input: unknown, frame: ServerFrame): Promise<ServerResult> {
  const { path, surroundings } = frame;
  const resolved = await resolveValues(serverKeys, input, path, surroundings);
  const { data, mistakes, broken } = checkKeys(serverKeys, resolved.value, path, placeholders);
  const account = ownAccount(data);
  const accountMistakes = account.ok ? [] : [foreignAccount(path)];
  const server = {
    domain: data.domain,
    webOrigin: data.web_domain ?? originOf(data.domain),
    account: account.ok ? account.name : placeholders.account,
  };
  const preset = findPreset(data.preset, frame.presets);
  const presetMistakes = preset.ok || broken.has('preset') ? [] : [unknownPreset(data.preset, frame)];
  const offered = preset.ok ? presetComponents(preset.preset, server, data) : noComponents;
  const merged = mergeComponents(offered, broken.has('components') ? {} : data.components, [
    ...path,
    'components',
  ]);
  const context = { ...frame, path: [...path, 'components'], server, isPartial: !preset.ok };
  const results = await Promise.all(
    merged.components.map(async component => await buildComponent(component, context)),
  );
  const software = preset.ok && preset.preset !== null ? softwareOf(preset.preset, data.preset) : undefined;
  const isEmpty = merged.components.length === 0 && mistakes.length === 0 && preset.ok;
  return {
    server: {
      domain: data.domain,
      title: data.title ?? null,
      preset: ['none', genericPreset].includes(data.preset) ? null : data.preset,
      ...(software && { software }),
      omitted: stillOmitted(offered, data),
    },
    components: results.flatMap(({ configured }) => (configured === null ? [] : [configured])),
    mistakes: [
      ...mistakes,
      ...accountMistakes,
      ...presetMistakes,
      ...(preset.ok ? merged.mistakes : merged.mistakes.filter(({ target }) => target === 'value')),
      ...(isEmpty ? [nothingToWatch(path, frame)] : []),
      ...results.flatMap(result => result.mistakes),
    ],
    secrets: results.flatMap(result => result.secrets),
    literalSecrets: results.flatMap(result => result.literalSecrets),
  };
}

type Account = { readonly ok: true; readonly name: string | null } | { readonly ok: false };

/** The account's name alone, when it is one of this server. */
function ownAccount({ account, domain }: ServerSettings): Account {
  if (account === undefined) return { ok: true, name: null };
  const [name = '', home] = account.split('@');
  const isForeign = home !== undefined && normaliseDomain(home) !== domain && domain !== placeholderDomain;
  return isForeign ? { ok: false } : { ok: true, name };
}

function foreignAccount(path: ConfigPath): Mistake {
  const message = 'an account of another server: write the name of one that lives on this domain';
  return { path: [...path, 'account'], message, target: 'value' };
}

type FoundPreset = { readonly ok: true; readonly preset: Preset | null } | { readonly ok: false };

function findPreset(name: string, presets: readonly Preset[]): FoundPreset {
  if (name === 'none') return { ok: true, preset: null };
  const preset = presets.find(candidate => namesOf(candidate).includes(name));
  return preset === undefined ? { ok: false } : { ok: true, preset };
}

function presetNames({ presets }: ServerFrame): readonly string[] {
  return [...presets.flatMap(namesOf), 'none'];
}

function unknownPreset(written: string, frame: ServerFrame): Mistake {
  const message = unknownWord(written, presetNames(frame));
  return { path: [...frame.path, 'preset'], message, target: 'value' };
}

function nothingToWatch(path: ConfigPath, frame: ServerFrame): Mistake {
  const [first = 'none'] = presetNames(frame);
  const message = `nothing to watch: add \`preset: ${first}\`, that of another software, or components of your own`;
  return { path, message, target: 'key' };
}

const noComponents: PresetComponents = { components: {}, optional: {}, omitted: [] };

function presetComponents(
  preset: Preset | null,
  server: ServerContext,
  data: ServerSettings,
): PresetComponents {
  if (preset === null) return noComponents;
  return preset.components({
    ...server,
    objectStorage: data.object_storage ?? null,
    streamingOrigin: data.streaming ?? null,
  });
}

/** What the file defines itself, or does not want, is not left out for want of a setting. */
function stillOmitted({ omitted }: PresetComponents, data: ServerSettings): PresetComponents['omitted'] {
  return omitted.filter(({ component }) => !Object.hasOwn(data.components, component));
}

import { z } from 'zod';
import { type Component, staleAfterIntervals } from '../core/component.ts';
import type { ConfirmSettings } from '../core/confirm.ts';
import { Pool } from '../core/pool.ts';
import type { Secret } from '../core/secret.ts';
import { formatDuration } from '../core/units.ts';
import type { PreparedProbe, ProbeType, ServerContext } from '../probe/probe-type.ts';
import type { ConfiguredComponent } from './config.ts';
import type { ConfigPath } from './errors.ts';
import { checkValue, type Mistake } from './explain.ts';
import { fingerprint } from './fingerprint.ts';
import { type CommonSettings, commonKeys } from './keys.ts';
import { memoised } from './memoised.ts';
import type { MergedComponent } from './merge.ts';
import { isMap } from './schema-walk.ts';
import type { ConfirmKeys, OwnConfirmKeys } from './status-keys.ts';
import { textsToHide } from './texts-to-hide.ts';
import { resolveValues, type Surroundings } from './values.ts';
import { unknownWord } from './wording.ts';

/** What a component needs to know of the rest of the file. */
export interface ComponentContext {
  readonly server: ServerContext;
  /** Where the components of the server are. */
  readonly path: ConfigPath;
  readonly probeTypes: readonly ProbeType[];
  readonly surroundings: Surroundings;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly confirm: ConfirmKeys;
  readonly userAgent: string;
  /** The preset is not known: keys that it might have brought are not missed. */
  readonly isPartial: boolean;
}

export interface ComponentResult {
  /** null when there are mistakes. */
  readonly configured: ConfiguredComponent | null;
  readonly mistakes: readonly Mistake[];
  /** Every text that must not show. */
  readonly secrets: readonly Secret[];
  readonly literalSecrets: readonly ConfigPath[];
}

/** Checks one component and prepares its probe. */
export async function buildComponent(
  merged: MergedComponent,
  context: ComponentContext,
): Promise<ComponentResult> {
  const path = [...context.path, merged.name];
  const typeName = merged.input['type'] ?? 'http';
  const type = context.probeTypes.find(({ name }) => name === typeName);
  if (type === undefined) {
    const known = context.probeTypes.map(({ name }) => name);
    return refused([{ path: [...path, 'type'], message: unknownWord(typeName, known), target: 'value' }]);
  }
  const schema = componentSchema(type);
  const resolved = await resolveValues(schema, merged.input, path, context.surroundings);
  const checked = checkValue(schema, resolved.value, path);
  const typeMistakes = checked.ok ? [] : checked.mistakes;
  const mistakes = [...resolved.mistakes, ...typeMistakes].flatMap(mistake =>
    reword(mistake, merged, context),
  );
  if (!checked.ok || mistakes.length > 0) return refused(mistakes);
  const built = prepareComponent(type, merged.name, resolved.value, checked.data, { ...context, path });
  const secrets = textsToHide(resolved.value, resolved.secrets);
  return { ...built, secrets, literalSecrets: resolved.literalSecrets };
}

function refused(mistakes: readonly Mistake[]): ComponentResult {
  return { configured: null, mistakes, secrets: [], literalSecrets: [] };
}

type ComponentSchema = z.ZodObject<typeof commonKeys.shape, z.core.$strict>;

/** All keys of a component of this type. Making one costs more than using it: there may be thousands of components. */
const componentSchema: (type: ProbeType) => ComponentSchema = memoised(({ settings }: ProbeType) =>
  z.strictObject({ ...settings.shape, ...commonKeys.shape }),
);

/** A key that only the preset could have brought is missing for want of another key. */
function reword(mistake: Mistake, merged: MergedComponent, context: ComponentContext): readonly Mistake[] {
  if (!mistake.message.startsWith('is missing')) return [mistake];
  if (context.isPartial) return [];
  if (merged.missingSetting === null) return [mistake];
  const message = `is missing: the preset leaves this component out unless the server has \`${merged.missingSetting}\``;
  return [{ ...mistake, message }];
}

function prepareComponent(
  type: ProbeType,
  name: string,
  input: unknown,
  common: CommonSettings,
  context: ComponentContext,
): Omit<ComponentResult, 'secrets' | 'literalSecrets'> {
  const { path, server, userAgent } = context;
  const intervalMs = common.interval ?? context.intervalMs;
  const timeoutMs = common.timeout ?? context.timeoutMs;
  const own = ownSettings(type, input);
  const prepared = type.prepare(own, server);
  const hasOwnTimes = common.interval !== undefined || common.timeout !== undefined;
  const mistakes = [
    ...(hasOwnTimes ? timeMistakes({ intervalMs, timeoutMs }, path, key => common[key] !== undefined) : []),
    ...(prepared.ok ? latencyMistakes(prepared.prepared, timeoutMs, path) : placed(prepared.issues, path)),
  ];
  if (!prepared.ok || mistakes.length > 0) return { configured: null, mistakes };
  const component: Component = {
    server: server.domain,
    name,
    type: type.name,
    title: common.title ?? name,
    group: common.group ?? null,
    target: prepared.prepared.target,
    intervalMs,
    timeoutMs,
    assertions: prepared.prepared.assertions,
    confirm: toConfirm(context.confirm, common.confirm ?? {}, intervalMs),
    fingerprint: fingerprint({ type: type.name, own, server, intervalMs, timeoutMs, userAgent }),
  };
  return { configured: { component, prepared: prepared.prepared }, mistakes: [] };
}

/** By their JSON: most components have the same. */
const sharedConfirms = new Pool<ConfirmSettings>();

function toConfirm(file: ConfirmKeys, own: OwnConfirmKeys, intervalMs: number): ConfirmSettings {
  const confirm = {
    failures: own.failures ?? file.failures,
    successes: own.successes ?? file.successes,
    retryAfterMs: own.retry_after ?? file.retry_after,
    staleAfterMs: staleAfterIntervals * intervalMs,
  };
  return sharedConfirms.share(JSON.stringify(confirm), confirm);
}

/** The keys of the probe type, without the common ones. */
function ownSettings(type: ProbeType, input: unknown): Readonly<Record<string, unknown>> {
  const entries = Object.entries(isMap(input) ? input : {});
  return Object.fromEntries(entries.filter(([key]) => Object.hasOwn(type.settings.shape, key)));
}

function placed(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
  path: ConfigPath,
): readonly Mistake[] {
  return issues.map(issue => ({ path: [...path, ...issue.path], message: issue.message, target: 'value' }));
}

/**
 * Rules about how often and how long, of the file as a whole or of one component. What is too short is said only where it
 * `isOwn`, and not of each component that has it from the file.
 */
export function timeMistakes(
  { intervalMs, timeoutMs }: { readonly intervalMs: number; readonly timeoutMs: number },
  path: ConfigPath,
  isOwn: (key: 'interval' | 'timeout') => boolean = () => true,
): readonly Mistake[] {
  const tooShort = (key: 'interval' | 'timeout', least: string): readonly Mistake[] =>
    isOwn(key) ? [{ path: [...path, key], message: `write ${least} or more`, target: 'value' }] : [];
  if (intervalMs < 1000) return tooShort('interval', '1s');
  if (timeoutMs < 10) return tooShort('timeout', '10ms');
  if (timeoutMs < intervalMs) return [];
  const message = `${formatDuration(timeoutMs)} is not shorter than the interval of ${formatDuration(intervalMs)}`;
  return [
    { path: [...path, 'timeout'], message: `${message}: shorten it, or probe less often`, target: 'value' },
  ];
}

function latencyMistakes(prepared: PreparedProbe, timeoutMs: number, path: ConfigPath): readonly Mistake[] {
  const isUseless = prepared.assertions.some(
    assertion => assertion.kind === 'max_latency' && assertion.limitMs >= timeoutMs,
  );
  const message = `must be shorter than the timeout of ${formatDuration(timeoutMs)}`;
  return isUseless ? [{ path: [...path, 'max_latency'], message, target: 'value' }] : [];
}

/** Which part of the servers this exporter watches, when several share one list. */
import { z } from 'zod';
import type { Shard } from '../core/shard.ts';
import type { Mistake } from './explain.ts';
import type { Surroundings } from './values.ts';

/** The most exporters that may share a list. */
const maxCount = 10_000;

export interface ShardKeys {
  readonly index?: number | undefined;
  readonly count?: number | undefined;
}

/** Both may come from the environment, so neither is required here. */
export const shardKeys: z.ZodType<ShardKeys, Readonly<Record<string, unknown>>> = z.strictObject({
  index: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Which part this exporter watches, from 0. The environment variable `FEDISTATUS_SHARD_INDEX` goes before: a number, or the name of a pod of a StatefulSet, such as `fedistatus-2`.',
    ),
  count: z
    .int()
    .min(1)
    .max(maxCount)
    .optional()
    .describe(
      'How many exporters share the list. The environment variable `FEDISTATUS_SHARD_COUNT` goes before.',
    ),
});

/** The environment variables that a StatefulSet sets for each of its pods. */
const shardVariables = {
  index: 'FEDISTATUS_SHARD_INDEX',
  count: 'FEDISTATUS_SHARD_COUNT',
} as const;

export interface BuiltShard {
  /** Null: this exporter watches every server. */
  readonly shard: Shard | null;
  readonly mistakes: readonly Mistake[];
}

/** Reads the keys and the variables that go before them. */
export function buildShard(keys: ShardKeys | undefined, { env }: Pick<Surroundings, 'env'>): BuiltShard {
  const index = fromEnvironment(env[shardVariables.index], /^(?:.*-)?(\d{1,9})$/) ?? keys?.index;
  const count = fromEnvironment(env[shardVariables.count], /^(\d{1,9})$/) ?? keys?.count;
  if (index === undefined && count === undefined && keys === undefined) return { shard: null, mistakes: [] };
  const message = shardMistake(index, count);
  if (message !== null) return { shard: null, mistakes: [mistakeAt(keys, message)] };
  return { shard: { index: index ?? 0, count: count ?? 1 }, mistakes: [] };
}

/** `NaN` where the variable holds something else; undefined where it is not set. */
function fromEnvironment(text: string | undefined, pattern: RegExp): number | undefined {
  return text === undefined || text === '' ? undefined : Number(pattern.exec(text)?.[1] ?? Number.NaN);
}

function shardMistake(index: number | undefined, count: number | undefined): string | null {
  if (Number.isNaN(index))
    return `${shardVariables.index}: write a number from 0, or a name that ends in one`;
  if (Number.isNaN(count)) return `${shardVariables.count}: write a number`;
  if (index === undefined) return `\`index\` is missing, here and in ${shardVariables.index}`;
  if (count === undefined) return `\`count\` is missing, here and in ${shardVariables.count}`;
  if (count < 1 || count > maxCount) return `write a \`count\` from 1 to ${maxCount}`;
  if (index >= count) return `the index ${index} is not below the count ${count}: the first part is 0`;
  return null;
}

/** What the environment alone says has no place in the file. */
function mistakeAt(keys: ShardKeys | undefined, message: string): Mistake {
  return keys === undefined
    ? { path: [], message: `shard: ${message}`, target: 'value' }
    : { path: ['shard'], message, target: 'value' };
}

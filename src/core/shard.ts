import { hash64 } from './short-hash.ts';

/** The part of a list of servers that one of several exporters watches. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  /** How many exporters share the list. */
  readonly count: number;
}

/** Whether an exporter watches a server. Each server is watched by exactly one of them. */
export function isInShard({ index, count }: Shard, domain: string): boolean {
  return shardOf(domain, count) === index;
}

/** Which of `count` exporters watches a server: the same on every machine. */
export function shardOf(domain: string, count: number): number {
  return jumpHash(hash64(domain), count);
}

/**
 * A number below `count` for a key of 64 bits: evenly spread, and where `count` grows by one, only a share of 1/count
 * of the keys moves, all of it to the new number. Lamping and Veach, "A Fast, Minimal Memory, Consistent Hash
 * Algorithm", 2014.
 */
export function jumpHash(key: bigint, count: number): number {
  let state = key;
  let bucket = 0;
  let next = 0;
  while (next < count) {
    bucket = next;
    state = BigInt.asUintN(64, state * multiplier + 1n);
    next = Math.floor((bucket + 1) * (2 ** 31 / (Number(state >> 33n) + 1)));
  }
  return bucket;
}

/** Of the linear congruential generator in the paper. */
const multiplier = 2862933555777941757n;

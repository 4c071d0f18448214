import type { Figure } from '../support/context.ts';
import { bare } from './bare.ts';
import { growth } from './growth.ts';
import { latency } from './latency.ts';
import { load } from './load.ts';
import { many } from './many.ts';
import { memory } from './memory.ts';
import { paced } from './paced.ts';
import { remote } from './remote.ts';
import { saturated } from './saturated.ts';
import { scrape } from './scrape.ts';
import { start } from './start.ts';

/** Every figure, in the order of the table. */
export const figures: readonly Figure[] = [
  saturated('http'),
  bare,
  paced('http'),
  saturated('p256'),
  paced('p256'),
  saturated('rsa'),
  scrape,
  latency,
  memory,
  start,
  many,
  growth,
  load,
  remote,
];

import type { Figure } from '../support/context.ts';
import { paced } from './paced.ts';
import { saturated } from './saturated.ts';

/** Every figure, in the order of the table. */
export const figures: readonly Figure[] = [
  saturated('http'),
  paced('http'),
  saturated('p256'),
  paced('p256'),
  saturated('rsa'),
];

import { type Fault, replacing } from '../fault.ts';
import type { DemoAnswer } from '../message.ts';

/** The monitor has asked too often: below `/api`, where such limits are. */
export function tooManyRequests(answer: DemoAnswer): Fault {
  return replacing(
    {
      id: 'rate_limited',
      summary: 'The monitor has used up its requests: 429 below /api, and nowhere else.',
      diagnosis: 'rate_limited',
      layer: 'program',
    },
    ({ part }, { path }) => part === 'application' && path.startsWith('/api/'),
    () => answer,
  );
}

import { type Fault, replacing } from '../../fault.ts';
import type { Mastodon } from '../mastodon.ts';
import { apiAnswer } from '../rails.ts';

/** A mode of operation: the live feeds are for members. 422, though the documentation says 401. */
export function timelineClosed(mastodon: Mastodon): Fault {
  return replacing(
    {
      id: 'timeline_closed',
      summary: 'No fault but a setting: the public timelines are shown to members only (422).',
      diagnosis: null,
      layer: 'program',
    },
    ({ component }) => component === 'timeline',
    () =>
      apiAnswer(
        mastodon,
        { error: 'This method requires an authenticated user' },
        { status: 422, cache: 'private, no-store' },
      ),
  );
}

import { type Fault, replacing } from '../../fault.ts';
import type { Mastodon } from '../mastodon.ts';
import { errorAnswer } from '../rails.ts';

export function selfDestruct(mastodon: Mastodon): Fault {
  return replacing(
    {
      id: 'self_destruct',
      summary: 'The server is being closed down for good (SELF_DESTRUCT): Rails answers 410 to everything.',
      diagnosis: 'self_destruct',
      layer: 'program',
    },
    ({ part }) => part === 'application',
    request => errorAnswer(mastodon, request, 410, 'Gone', 'This server is closing down.'),
  );
}

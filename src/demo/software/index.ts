import { mastodon } from '../mastodon/index.ts';
import type { Software } from '../software.ts';
import { gotosocial } from './gotosocial.ts';
import { misskeyFamily } from './misskey.ts';
import { pixelfed } from './pixelfed.ts';
import { pleromaFamily } from './pleroma.ts';

/** Every software that can be simulated: one line each. */
export const softwares: readonly Software[] = [
  mastodon,
  ...misskeyFamily,
  ...pleromaFamily,
  gotosocial,
  pixelfed,
];

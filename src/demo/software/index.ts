import { mastodon } from '../mastodon/index.ts';
import type { Software } from '../software.ts';
import { bookwyrm } from './bookwyrm.ts';
import { friendica } from './friendica.ts';
import { gotosocial } from './gotosocial.ts';
import { lemmy } from './lemmy.ts';
import { misskeyFamily } from './misskey.ts';
import { peertube } from './peertube.ts';
import { pixelfed } from './pixelfed.ts';
import { pleromaFamily } from './pleroma.ts';
import { snac } from './snac.ts';
import { writefreely } from './writefreely.ts';

/** Every software that can be simulated: one line each. */
export const softwares: readonly Software[] = [
  mastodon,
  ...misskeyFamily,
  ...pleromaFamily,
  gotosocial,
  pixelfed,
  lemmy,
  peertube,
  friendica,
  bookwyrm,
  writefreely,
  snac,
];

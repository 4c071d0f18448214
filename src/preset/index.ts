import { bookwyrm } from './bookwyrm.ts';
import { fediverse } from './fediverse.ts';
import { friendica } from './friendica.ts';
import { gotosocial } from './gotosocial.ts';
import { lemmy } from './lemmy.ts';
import { mastodon } from './mastodon.ts';
import { misskey } from './misskey.ts';
import { peertube } from './peertube.ts';
import { pixelfed } from './pixelfed.ts';
import { pleroma } from './pleroma.ts';
import type { Preset } from './preset.ts';
import { writefreely } from './writefreely.ts';

/** Every preset: a new one is its file and a line here. */
export const presets: readonly Preset[] = [
  mastodon,
  misskey,
  pleroma,
  gotosocial,
  pixelfed,
  lemmy,
  peertube,
  friendica,
  bookwyrm,
  writefreely,
  fediverse,
];

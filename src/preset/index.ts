import { gotosocial } from './gotosocial.ts';
import { mastodon } from './mastodon.ts';
import { misskey } from './misskey.ts';
import { pixelfed } from './pixelfed.ts';
import { pleroma } from './pleroma.ts';
import type { Preset } from './preset.ts';

/** Every preset: a new one is its file and a line here. */
export const presets: readonly Preset[] = [mastodon, misskey, pleroma, gotosocial, pixelfed];

import { mastodon } from '../mastodon/index.ts';
import type { Software } from '../software.ts';
import { misskeyFamily } from './misskey.ts';

/** Every software that can be simulated: one line each. */
export const softwares: readonly Software[] = [mastodon, ...misskeyFamily];

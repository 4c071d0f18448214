/** The registry of public files: a new kind is one file and one line here. */
import { api } from './api/api.ts';
import { badges } from './badge.ts';
import { feed } from './feed.ts';
import { assets } from './page/assets.ts';
import { pages } from './page/pages.ts';
import type { SitePart } from './site-part.ts';

/** In the order in which plain files are written: what pages refer to comes before them. */
export const siteParts: readonly SitePart[] = [assets, badges, api, feed, pages];

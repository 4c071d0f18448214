/** What the components of the preset share. */
import { hostOf } from '../common.ts';
import type { ComponentInput, PresetSettings } from '../preset.ts';

/** Limited federation: pages send visitors to the sign-in page, the API asks for a token. */
export const membersOnlyPage = { redirect: '/auth/sign_in' } as const;
export const membersOnlyApi = { status: 401 } as const;

/** Where the streaming API takes handshakes. */
export const streamingPath = '/api/v1/streaming';

/** The page for visitors, and how to know it. */
export function aboutPage({ domain, webOrigin }: PresetSettings): ComponentInput {
  return {
    url: `${webOrigin}/about`,
    // With limited federation, 3.x has no /about; its / leads to the sign-in page.
    fallback_url: `${webOrigin}/`,
    content_type: 'text/html',
    keyword: ['og:site_name', hostOf(domain)],
    restricted: { ...membersOnlyApi, ...membersOnlyPage },
  };
}

/** What the components of the preset share. */
import type { ComponentInput, PresetSettings } from '../preset.ts';

export const groups = {
  web: { en: 'Web', ko: '웹' },
  apps: { en: 'Apps', ko: '앱' },
  media: { en: 'Media', ko: '미디어' },
  federation: { en: 'Federation', ko: '연합' },
} as const;

/** Limited federation: pages send visitors to the sign-in page, the API asks for a token. */
export const membersOnlyPage = { redirect: '/auth/sign_in' } as const;
export const membersOnlyApi = { status: 401 } as const;

/** For what only changes with the configuration of a proxy; spares the server, whose own budget it shares. */
export const rarely = '5m';

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

/** Where handshakes for streaming go. */
export function streamingSocketUrl(settings: PresetSettings): string {
  return `${streamingOriginOf(settings).replace(/^http/, 'ws')}/api/v1/streaming`;
}

export function streamingOriginOf({ streamingOrigin, webOrigin }: PresetSettings): string {
  return streamingOrigin ?? webOrigin;
}

/** The domain without its port: pages name the server either way. */
export function hostOf(domain: string): string {
  return domain.replace(/:\d+$/, '');
}

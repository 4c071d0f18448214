import type { HttpAnswer } from '../../message.ts';
import type { EndpointFactory, Mastodon } from '../mastodon.ts';
import { redirectAnswer } from '../rails.ts';
import { page } from './layout.ts';

/** The start page: the web client's shell since 4.0, a redirect to /about before. */
export const root: EndpointFactory = mastodon => ({
  path: '/',
  component: 'main_page',
  needs: mastodon.traits.pages === 'shell' ? ['frontend'] : ['database'],
  errors: 'html',
  answer: () =>
    mastodon.traits.pages === 'shell' ? aboutPage(mastodon) : redirectAnswer(mastodon, 302, '/about'),
});

export const about: EndpointFactory = mastodon => ({
  path: '/about',
  component: 'main_page',
  needs: mastodon.traits.aboutNeedsDatabase ? ['frontend', 'database'] : ['frontend'],
  errors: 'html',
  answer: () => aboutPage(mastodon),
});

/** The extended description with the administrator's card: gone since 4.0. */
export const aboutMore: EndpointFactory = mastodon => ({
  path: '/about/more',
  component: 'main_page',
  needs: mastodon.traits.pages === 'shell' ? [] : ['frontend', 'database'],
  errors: 'html',
  answer: () =>
    mastodon.traits.pages === 'shell' ? redirectAnswer(mastodon, 301, '/about') : aboutPage(mastodon),
});

function aboutPage(mastodon: Mastodon): HttpAnswer {
  const { site, traits } = mastodon;
  return page(mastodon, {
    title: 'Fire drill',
    cache: traits.aboutCache,
    properties: {
      'og:site_name': `Mastodon hosted on ${site.localDomain}`,
      'og:url': `${site.webOrigin}/about`,
      'og:type': 'website',
      'og:title': 'Fire drill',
    },
    content: `<div class='contact-widget'><p><strong>Administered by:</strong></p><a class='account__display-name' href='${site.webOrigin}/@${site.account}'><bdi><strong class='display-name__html emojify p-name'>Admin</strong></bdi><span class='display-name__account'>@${site.account}</span></a></div>`,
  });
}

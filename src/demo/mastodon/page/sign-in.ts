import type { EndpointFactory } from '../mastodon.ts';
import { uncached } from '../rails.ts';
import { page } from './layout.ts';

/** Where visitors of a server for members only end up. */
export const signIn: EndpointFactory = mastodon => ({
  path: '/auth/sign_in',
  component: null,
  needs: ['frontend'],
  errors: 'html',
  answer: () =>
    page(mastodon, {
      title: 'Log in - Fire drill',
      cache: uncached,
      properties: {},
      content: "<form action='/auth/sign_in' method='post'></form>",
    }),
});

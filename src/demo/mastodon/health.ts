import type { EndpointFactory } from './mastodon.ts';
import { controllerAnswer, uncached } from './rails.ts';

/** `/health`: says that the web process lives, and asks nobody. Since 3.0; the body `OK` since 3.4. */
export const health: EndpointFactory = mastodon => {
  const { health: body } = mastodon.traits;
  if (body === null) return null;
  return {
    path: '/health',
    component: 'health',
    needs: [],
    errors: 'html',
    answer: () => controllerAnswer(mastodon, { type: 'text/plain; charset=utf-8', cache: uncached, body }),
  };
};

import { type DemoAnswer, type DemoRequest, httpAnswer } from './message.ts';
import { nginxError, nginxRedirect, nginxServer } from './nginx.ts';
import type { Route } from './route.ts';
import type { Site } from './site.ts';

/** Paths that the web server of the bare domain sends on to the fediverse server. */
const forwarded: Readonly<Record<string, string>> = {
  '/.well-known/webfinger': 'activitypub',
  '/.well-known/host-meta': 'host_meta',
};

/**
 * The bare domain of a split installation: somebody's home page, which forwards what federation needs and nothing else
 * (Mastodon's documentation of WEB_DOMAIN).
 */
export function apexRoute(site: Site, { path }: DemoRequest): Route {
  const component = forwarded[path] ?? null;
  return {
    part: 'apex',
    component,
    needs: [],
    outlivesDatabaseMs: 0,
    crash: () => nginxError(500),
    answer: request =>
      component === null ? homePage(path) : nginxRedirect(site.webOrigin + request.path + request.search),
  };
}

function homePage(path: string): DemoAnswer {
  if (path !== '/') return nginxError(404);
  const html =
    '<!doctype html><title>A home page</title><p>The fediverse server of this domain lives elsewhere.\n';
  return httpAnswer(200, [...nginxServer, ['Content-Type', 'text/html']], html);
}

import { type DemoAnswer, type DemoRequest, httpAnswer } from '../message.ts';
import { nginxError, nginxServer } from '../nginx.ts';
import type { Route } from '../route.ts';
import type { Mastodon } from './mastodon.ts';

/** The script of the pages, which nginx serves from `public/packs` without asking Rails. */
export function assetRoute({ traits }: Mastodon): Route {
  return {
    part: 'files',
    component: 'assets',
    needs: [],
    outlivesDatabaseMs: 0,
    answer: request => asset(request, traits.script),
    crash: () => nginxError(500),
  };
}

function asset({ path }: DemoRequest, script: string): DemoAnswer {
  if (path !== script) return nginxError(404);
  const body = 'document.getElementById("mastodon").textContent = "The web client would start here.";\n';
  return httpAnswer(
    200,
    [
      ...nginxServer,
      ['Content-Type', 'application/javascript'],
      ['Cache-Control', 'public, max-age=2419200, must-revalidate'],
    ],
    body,
  );
}

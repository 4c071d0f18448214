/** BookWyrm. Django behind the proxy: a little of Mastodon's API, and webfinger as plain JSON. */

import { instanceV1 } from '../api/instance.ts';
import { type Endpoint, wantsActivity } from '../endpoint.ts';
import { accountUnknown } from '../fault/account-unknown.ts';
import { lacking } from '../fault/lacking.ts';
import { actor } from '../federation/actor.ts';
import { hostMeta } from '../federation/host-meta.ts';
import { nodeinfo } from '../federation/nodeinfo.ts';
import { handle } from '../federation/resource.ts';
import { webfinger } from '../federation/webfinger.ts';
import type { HttpAnswer } from '../message.ts';
import { page } from '../page.ts';
import { type Installation, type Program, simulated } from '../simulation.ts';
import type { Site } from '../site.ts';
import type { Software } from '../software.ts';

export const bookwyrm: Software = simulated({ name: 'bookwyrm', versions: ['0.7.5'], program });

const json = 'application/json';

function program(installation: Installation): Program {
  const { site, version } = installation;
  return {
    endpoints: [
      { path: '/', component: 'main_page', needs: ['database'], answer: () => themed('Fire drill') },
      instanceV1(site, { version, contact: false, streaming: false }),
      ...federation(installation),
      userPage(site),
    ],
    headers: [
      ['X-Frame-Options', 'DENY'],
      ['Referrer-Policy', 'same-origin'],
    ],
    otherwise: () => themed('Not Found', 404),
    crash: () => page({ title: 'Server Error (500)', body: '<h1>Server Error (500)</h1>' }, { status: 500 }),
    faults: [
      lacking('database', {
        id: 'database_down',
        summary: 'PostgreSQL is down: everything but host-meta answers 500.',
        diagnosis: null,
      }),
      accountUnknown(site),
    ],
  };
}

function federation({ site, version }: Installation): readonly Endpoint[] {
  const profile = `${site.webOrigin}/user/${site.account}`;
  return [
    actor({
      path: `/user/${site.account}`,
      fields: { id: profile, type: 'Person', preferredUsername: site.account, url: profile },
    }),
    // Its template is rendered like that of a page.
    hostMeta(site, { type: 'text/html; charset=utf-8' }),
    webfinger(site, {
      type: json,
      page: profile,
      actor: profile,
      unknown: themed('Not Found', 404),
      unreadable: themed('Not Found', 404),
    }),
    ...nodeinfo(site, { name: 'bookwyrm', version, paths: { '2.0': '/nodeinfo/2.0' }, type: json }),
  ];
}

function userPage(site: Site): Endpoint {
  return {
    path: /^\/user\/[\w.-]+$/,
    accepts: request => !wantsActivity(request),
    component: 'user_page',
    needs: ['database'],
    answer: ({ path }) =>
      path.slice('/user/'.length).toLowerCase() === site.account
        ? themed('Admin', 200, `<p>${handle(site)}</p>`)
        : themed('Not Found', 404),
  };
}

function themed(title: string, status = 200, body = ''): HttpAnswer {
  const script = '<script src="/static/js/bookwyrm.js?v=1"></script>';
  return page({ title: `${title} - Fire drill`, body: body + script }, { status });
}

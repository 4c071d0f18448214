/** WriteFreely with many blogs. One program; of its API, strangers see only what it says of itself. */

import { jsonAnswer, textAnswer } from '../answers.ts';
import { type Endpoint, wantsActivity } from '../endpoint.ts';
import { accountUnknown } from '../fault/account-unknown.ts';
import { lacking } from '../fault/lacking.ts';
import { actor } from '../federation/actor.ts';
import { hostMeta } from '../federation/host-meta.ts';
import { nodeinfo } from '../federation/nodeinfo.ts';
import { webfinger } from '../federation/webfinger.ts';
import type { HttpAnswer } from '../message.ts';
import { page } from '../page.ts';
import { type Installation, type Program, simulated } from '../simulation.ts';
import type { Site } from '../site.ts';
import type { Software } from '../software.ts';

export const writefreely: Software = simulated({ name: 'writefreely', versions: ['0.15.1'], program });

const nodeinfoPath = '/api/nodeinfo';

function program(installation: Installation): Program {
  const { site } = installation;
  return {
    endpoints: [
      {
        path: '/',
        component: 'main_page',
        needs: [],
        answer: () => themed('Fire drill', `${site.webOrigin}/`),
      },
      ...federation(installation),
      blog(site),
    ],
    headers: [['X-Powered-By', `WriteFreely/${installation.version}`]],
    otherwise: () => themed('Page not found', `${site.webOrigin}/`, 404),
    crash: ({ path }) =>
      path.startsWith('/.well-known/')
        ? textAnswer('Internal Server Error\n', { status: 500 })
        : themed('Server error', `${site.webOrigin}/`, 500),
    faults: [
      lacking('database', {
        id: 'database_down',
        summary: 'The database is down: blogs and webfinger answer 500; the rest is known by heart.',
        diagnosis: null,
      }),
      accountUnknown(site),
    ],
  };
}

function federation({ site, version }: Installation): readonly Endpoint[] {
  const { webOrigin, account, localDomain } = site;
  const collection = (name: string): string => `${webOrigin}/api/collections/${name}`;
  const unknown = jsonAnswer({ code: 404, error_msg: 'User not found.' }, { status: 404 });
  return [
    ...[account, localDomain].map(name =>
      actor({
        path: `/api/collections/${name}`,
        fields: {
          id: collection(name),
          type: name === account ? 'Person' : 'Application',
          preferredUsername: name,
          url: `${webOrigin}/${name}/`,
        },
      }),
    ),
    hostMeta(site, { type: 'application/xrd+xml; charset=utf-8', linkType: 'application/xrd+xml' }),
    webfinger(site, {
      type: 'application/jrd+json',
      page: `${webOrigin}/${account}/`,
      actor: collection(account),
      instanceActor: collection(localDomain),
      unknown,
      unreadable: unknown,
    }),
    ...nodeinfo(site, {
      name: 'writefreely',
      version,
      paths: { '2.0': nodeinfoPath },
      type: 'application/json; profile=http://nodeinfo.diaspora.software/ns/schema/2.0#',
      needs: [],
    }).map(endpoint => ({ ...endpoint, component: endpoint.path === nodeinfoPath ? 'api' : null })),
  ];
}

function blog(site: Site): Endpoint {
  return {
    path: /^\/[\w-]+\/$/,
    accepts: request => !wantsActivity(request),
    component: 'user_page',
    needs: ['database'],
    answer: ({ path }) =>
      path.slice(1, -1).toLowerCase() === site.account
        ? themed('Admin', site.webOrigin + path)
        : themed('Page not found', `${site.webOrigin}/`, 404),
  };
}

/** `address`: where the page is, as it says itself. */
function themed(title: string, address: string, status = 200): HttpAnswer {
  return page(
    {
      title: `${title} — Fire drill`,
      names: { generator: 'WriteFreely' },
      properties: { 'og:site_name': 'Fire drill', 'og:url': address },
      head: `<link rel="canonical" href="${address}">`,
    },
    { status },
  );
}

/**
 * PeerTube. One process behind the proxy, and a single-page application: any path that means nothing is its page, and
 * 200, except below /api. Actors of accounts and channels; the server itself is an account, too.
 */

import { emptyAnswer, htmlAnswer, jsonAnswer } from '../answers.ts';
import { type Endpoint, wantsActivity } from '../endpoint.ts';
import { accountUnknown } from '../fault/account-unknown.ts';
import { lacking } from '../fault/lacking.ts';
import { tooManyRequests } from '../fault/too-many-requests.ts';
import { actor } from '../federation/actor.ts';
import { hostMeta } from '../federation/host-meta.ts';
import { nodeinfo } from '../federation/nodeinfo.ts';
import { webfinger } from '../federation/webfinger.ts';
import type { HttpAnswer } from '../message.ts';
import { type Page, page } from '../page.ts';
import { type Installation, type Program, simulated } from '../simulation.ts';
import type { Site } from '../site.ts';
import type { Software } from '../software.ts';

export const peertube: Software = simulated({ name: 'peertube', versions: ['7.1.1', '6.3.3'], program });

/** The account of the server itself. */
const serverAccount = 'peertube';

function program(installation: Installation): Program {
  const { site } = installation;
  return {
    endpoints: [
      ping,
      ...api(installation),
      ...federation(installation),
      { path: '/', component: 'main_page', needs: [], answer: () => application() },
      accountPage(site),
    ],
    headers: [['X-Powered-By', 'PeerTube']],
    otherwise: ({ path }) =>
      path.startsWith('/api/')
        ? emptyAnswer(400, [['Content-Type', 'application/json; charset=utf-8']])
        : application(),
    crash: () => problem(500, 'Internal Server Error'),
    faults: [
      lacking('database', {
        id: 'database_down',
        summary:
          'PostgreSQL is down: accounts, webfinger and nodeinfo answer 500; the rest is known by heart.',
        diagnosis: null,
      }),
      accountUnknown(site),
      tooManyRequests(emptyAnswer(429, [['Retry-After', '10']])),
    ],
  };
}

/** Said as a page. */
const ping: Endpoint = {
  path: '/api/v1/ping',
  component: 'health',
  needs: [],
  answer: () => htmlAnswer('pong'),
};

function api({ site, version }: Installation): readonly Endpoint[] {
  return [
    {
      path: '/api/v1/config',
      component: 'api',
      needs: [],
      answer: () =>
        jsonAnswer({ instance: { name: 'Fire drill' }, serverVersion: version, signup: { allowed: false } }),
    },
    {
      path: '/api/v1/accounts',
      component: null,
      needs: ['database'],
      answer: () => jsonAnswer({ total: 3, data: accounts(site) }),
    },
  ];
}

/** Those of other servers are among them. */
function accounts({ account, localDomain }: Site): readonly object[] {
  return [
    { id: 1, name: serverAccount, host: localDomain },
    { id: 2, name: 'elsewhere', host: 'videos.example' },
    { id: 3, name: account, host: localDomain },
  ];
}

function federation({ site, version }: Installation): readonly Endpoint[] {
  const { webOrigin, account } = site;
  return [
    ...[account, serverAccount].map(name =>
      actor({
        path: new RegExp(`^/(?:accounts/|a/|@)${name}$`),
        fields: {
          id: `${webOrigin}/accounts/${name}`,
          type: name === serverAccount ? 'Application' : 'Person',
          preferredUsername: name,
          url: `${webOrigin}/a/${name}`,
        },
      }),
    ),
    webfinger(site, {
      type: 'application/json; charset=utf-8',
      page: `${webOrigin}/a/${account}`,
      actor: `${webOrigin}/accounts/${account}`,
      instanceActor: `${webOrigin}/accounts/${serverAccount}`,
      instanceName: serverAccount,
      unknown: problem(404, 'Actor not found'),
      unreadable: problem(400, 'Incorrect request parameters: resource'),
    }),
    hostMeta(site, { type: 'application/xml; charset=utf-8', linkType: 'application/xrd+xml' }),
    ...nodeinfo(site, {
      name: 'peertube',
      version,
      paths: { '2.0': '/nodeinfo/2.0.json' },
      type: 'application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.0#"',
      moreLinks: [
        {
          rel: 'https://www.w3.org/ns/activitystreams#Application',
          href: `${webOrigin}/accounts/${serverAccount}`,
        },
      ],
    }),
  ];
}

function accountPage(site: Site): Endpoint {
  return {
    path: /^\/(?:@|a\/|accounts\/)[\w.-]+$/,
    accepts: request => !wantsActivity(request),
    component: 'user_page',
    needs: ['database'],
    answer: ({ path }) => {
      const name = path.replace(/^\/(?:@|a\/|accounts\/)/, '').toLowerCase();
      if (name !== site.account && name !== serverAccount) return application({}, 404);
      const address = `${site.webOrigin}/a/${name}/video-channels`;
      return application({
        title: `Admin - Fire drill`,
        properties: { 'og:type': 'website', 'og:title': 'Admin', 'og:url': address },
        head: `<link rel="canonical" href="${address}" />`,
      });
    },
  };
}

/** The page that JavaScript fills. */
function application({ properties = {}, ...more }: Partial<Page> = {}, status = 200): HttpAnswer {
  return page(
    {
      title: 'Fire drill',
      ...more,
      properties: { 'og:platform': 'PeerTube', ...properties },
      body: '<noscript>JavaScript required</noscript><my-app></my-app>',
    },
    { status, cache: 'max-age=0, no-cache, must-revalidate' },
  );
}

/** An error as it words them (RFC 9457). */
function problem(status: number, detail: string): HttpAnswer {
  return jsonAnswer(
    { type: 'about:blank', title: 'Error', detail, status, error: detail },
    { status, type: 'application/problem+json; charset=utf-8' },
  );
}

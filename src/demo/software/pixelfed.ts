/** Pixelfed. PHP behind the proxy, with a Redis that holds copies of much for long, and no streaming. */

import { emptyAnswer, jsonAnswer, redirectAnswer, textAnswer } from '../answers.ts';
import { instanceV1, instanceV2 } from '../api/instance.ts';
import { type Endpoint, wantsActivity } from '../endpoint.ts';
import { accountUnknown } from '../fault/account-unknown.ts';
import { lacking } from '../fault/lacking.ts';
import { tooManyRequests } from '../fault/too-many-requests.ts';
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

export const pixelfed: Software = simulated({ name: 'pixelfed', versions: ['0.12.5'], program });

/** How long its own copies last, in milliseconds. */
const instanceCopyMs = 30 * 60_000;
const webfingerCopyMs = 14 * 86_400_000;

const uncached = 'no-cache, private';

function program(installation: Installation): Program {
  const { site } = installation;
  return {
    endpoints: [
      health,
      startPage,
      ...instance(installation),
      ...federation(installation),
      oldProfile(site),
      profilePage(site),
    ],
    headers: [['X-Frame-Options', 'SAMEORIGIN']],
    otherwise: ({ path }) => errorFor(path, 404, 'Not Found'),
    crash: ({ path }) => errorFor(path, 500, 'Server Error'),
    faults: [
      lacking('database', {
        id: 'database_down',
        summary: 'The database is down: profiles answer 500; the instance API follows after half an hour.',
        diagnosis: 'database_down',
      }),
      accountUnknown(site),
      tooManyRequests(jsonAnswer({ message: 'Too Many Attempts.' }, { status: 429 })),
    ],
  };
}

function instance({ site, version }: Installation): readonly Endpoint[] {
  const style = {
    version: `3.5.3 (compatible; Pixelfed ${version})`,
    contact: true,
    streaming: false,
    accountPage: `${site.webOrigin}/${site.account}`,
    cache: uncached,
    outlivesDatabaseMs: instanceCopyMs,
  };
  return [instanceV1(site, style), instanceV2(site, style)];
}

function federation({ site, version }: Installation): readonly Endpoint[] {
  const { webOrigin, account, localDomain } = site;
  const profile = `${webOrigin}/${account}`;
  const id = `${webOrigin}/users/${account}`;
  const instanceActor = `${webOrigin}/i/actor`;
  return [
    actor({
      path: new RegExp(`^/(?:users/)?${account}$`),
      fields: { id, type: 'Person', preferredUsername: account, url: profile },
    }),
    actor({
      path: '/i/actor',
      accepts: () => true,
      fields: { id: instanceActor, type: 'Application', preferredUsername: localDomain, url: webOrigin },
    }),
    hostMeta(site, { type: 'application/xrd+xml', linkType: 'application/xrd+xml' }),
    webfinger(site, {
      type: 'application/json',
      page: profile,
      actor: id,
      instanceActor,
      unknown: emptyAnswer(400),
      unreadable: emptyAnswer(400),
      outlivesDatabaseMs: webfingerCopyMs,
    }),
    ...nodeinfo(site, {
      name: 'pixelfed',
      version,
      paths: { '2.0': '/api/nodeinfo/2.0.json' },
      metadata: { nodeName: 'Fire drill' },
      outlivesDatabaseMs: instanceCopyMs,
    }),
  ];
}

/** Says that PHP works, and asks nobody. */
const health: Endpoint = {
  path: '/api/service/health-check',
  component: 'health',
  needs: [],
  answer: () => textAnswer('OK', { cache: 'max-age=0, must-revalidate, no-cache, no-store' }),
};

const startPage: Endpoint = {
  path: '/',
  component: 'main_page',
  needs: [],
  answer: () =>
    page(
      { title: 'Fire drill', properties: { 'og:site_name': 'Fire drill', 'og:title': 'Fire drill' } },
      { cache: uncached },
    ),
};

/** Paths with `@` lead to those without. */
function oldProfile({ webOrigin }: Site): Endpoint {
  return {
    path: /^\/@[\w.-]+$/,
    component: 'user_page',
    needs: [],
    answer: ({ path }) => redirectAnswer(302, `${webOrigin}/${path.slice(2)}`),
  };
}

function profilePage(site: Site): Endpoint {
  return {
    path: /^\/[\w.-]+$/,
    accepts: request => !wantsActivity(request),
    component: 'user_page',
    needs: ['database'],
    answer: ({ path }) => {
      if (path.slice(1).toLowerCase() !== site.account) return errorFor(path, 404, 'Not Found');
      return page(
        {
          title: `Admin (@${handle(site)})`,
          names: { generator: 'pixelfed' },
          properties: { 'og:site_name': 'Fire drill', 'profile:username': handle(site) },
        },
        { cache: uncached },
      );
    },
  };
}

function errorFor(path: string, status: number, message: string): HttpAnswer {
  return path.startsWith('/api/')
    ? jsonAnswer({ message }, { status })
    : page({ title: message }, { status });
}

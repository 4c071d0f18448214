/**
 * Misskey and its family. One process does all of it: pages (a single-page application that answers 200 to any path),
 * API (POST alone), streaming and federation.
 */

import { emptyAnswer, jsonAnswer } from '../answers.ts';
import { avatarUrl } from '../api/account.ts';
import { instanceV1, instanceV2 } from '../api/instance.ts';
import type { Endpoint } from '../endpoint.ts';
import { accountUnknown } from '../fault/account-unknown.ts';
import { lacking } from '../fault/lacking.ts';
import { tooManyRequests } from '../fault/too-many-requests.ts';
import { type Fault, replacing } from '../fault.ts';
import { actor } from '../federation/actor.ts';
import { hostMeta } from '../federation/host-meta.ts';
import { nodeinfo } from '../federation/nodeinfo.ts';
import { webfinger } from '../federation/webfinger.ts';
import type { HttpAnswer } from '../message.ts';
import { type Page, page } from '../page.ts';
import { type Installation, type Program, simulated } from '../simulation.ts';
import type { Site } from '../site.ts';
import type { Software } from '../software.ts';
import { webSocket } from '../web-socket.ts';

interface Member {
  /** As in nodeinfo. */
  readonly name: string;
  /** As in the metadata of its pages. */
  readonly title: string;
  readonly version: string;
  /** How the Mastodon API, where it speaks that too, tells a version; null: it does not. */
  readonly mastodonApi: ((version: string) => string) | null;
}

const members: readonly Member[] = [
  { name: 'misskey', title: 'Misskey', version: '2025.10.0', mastodonApi: null },
  {
    name: 'sharkey',
    title: 'Sharkey',
    version: '2025.4.4',
    mastodonApi: version => `3.0.0 (compatible; Sharkey ${version}; like Akkoma)`,
  },
  {
    name: 'firefish',
    title: 'Firefish',
    version: '20241206',
    mastodonApi: version => `4.2.8 (compatible; Firefish ${version})`,
  },
  {
    name: 'iceshrimp',
    title: 'Iceshrimp',
    version: '2023.12.11',
    mastodonApi: version => `4.2.1 (compatible; Iceshrimp ${version})`,
  },
  { name: 'cherrypick', title: 'CherryPick', version: '4.15.1', mastodonApi: null },
];

/** Misskey, and those that came of it. */
export const misskeyFamily: readonly Software[] = members.map(member =>
  simulated({
    name: member.name,
    versions: [member.version],
    program: installation => programOf(member, installation),
  }),
);

/** On every answer of the API. */
const uncached = 'private, max-age=0, must-revalidate';

/** On what other servers ask for. */
const threeMinutes = 'public, max-age=180';

/** For how long a process keeps what nodeinfo says. */
const nodeinfoCopyMs = 600_000;

function programOf(member: Member, installation: Installation): Program {
  const { site, version } = installation;
  return {
    endpoints: [
      health,
      { path: '/', component: 'main_page', needs: [], answer: () => basePage(member) },
      ...(member.mastodonApi === null ? [] : mastodonApi(site, member.mastodonApi(version))),
      ...api(installation),
      webSocket({ path: '/streaming', needs: ['redis'] }),
      ...federation(member, installation),
      userPage(member, installation),
    ],
    headers: [],
    otherwise: ({ path, method }) => {
      if (path.startsWith('/api/')) return apiError(404, 'UNKNOWN_API_ENDPOINT', 'Unknown API endpoint.');
      return method === 'GET' || method === 'HEAD' ? basePage(member) : emptyAnswer(404);
    },
    crash: ({ path }) =>
      path.startsWith('/api/')
        ? apiError(500, 'INTERNAL_ERROR', 'Internal error occurred.')
        : page({ title: 'Internal Server Error' }, { status: 500 }),
    faults: [
      lacking('database', {
        id: 'database_down',
        summary: 'PostgreSQL is down: the API, user pages and webfinger answer 500, /healthz answers 503.',
        diagnosis: 'database_down',
      }),
      lacking('redis', {
        id: 'redis_down',
        summary: 'Redis is down: the API and streaming fail, /healthz answers 503.',
        diagnosis: 'redis_down',
      }),
      tooManyRequests(apiError(429, 'RATE_LIMIT_EXCEEDED', 'Rate limit exceeded. Please try again later.')),
      accountUnknown(site),
      federationOff,
    ],
  };
}

function federation(member: Member, { site, version }: Installation): readonly Endpoint[] {
  const profile = `${site.webOrigin}/@${site.account}`;
  const id = site.webOrigin + actorPath;
  const fields = {
    id,
    type: 'Person',
    preferredUsername: site.account,
    name: 'Admin',
    url: profile,
  } as const;
  return [
    actor({ path: actorPath, fields, cache: threeMinutes }),
    actor({ path: `/@${site.account}`, fields, cache: threeMinutes }),
    hostMeta(site, { type: 'application/xrd+xml', json: true }),
    webfinger(site, {
      type: 'application/jrd+json',
      cache: threeMinutes,
      page: profile,
      actor: id,
      unknown: emptyAnswer(404),
      foreign: emptyAnswer(422),
      unreadable: emptyAnswer(400),
    }),
    ...nodeinfo(site, {
      name: member.name,
      version,
      paths: { '2.1': '/nodeinfo/2.1', '2.0': '/nodeinfo/2.0' },
      documentCache: 'public, max-age=600',
      outlivesDatabaseMs: nodeinfoCopyMs,
    }),
  ];
}

/** Asks Redis and the database. 503 is its own word for failing, without a body. */
const health: Endpoint = {
  path: '/healthz',
  component: 'health',
  needs: ['redis', 'database'],
  answer: () => emptyAnswer(200, [['Cache-Control', 'no-store']]),
  crash: () => emptyAnswer(503, [['Cache-Control', 'no-store']]),
};

/** The page that JavaScript fills: the same for a path that means nothing. */
function basePage({ title }: Member, more: Partial<Page> = {}): HttpAnswer {
  return page(
    {
      title: 'Fire drill',
      ...more,
      names: { 'application-name': title, ...more.names },
      properties: { 'og:site_name': 'Fire drill', ...more.properties },
      body: '<div id="splash"></div><noscript>Please turn on your JavaScript</noscript>',
    },
    { cache: 'public, max-age=30' },
  );
}

/** For a user that is not there it is the base page, and 200. */
function userPage(member: Member, { site }: Installation): Endpoint {
  return {
    path: /^\/@[\w.-]+$/,
    component: 'user_page',
    needs: ['database'],
    answer: ({ path }) => {
      if (path.slice(2).toLowerCase() !== site.account) return basePage(member);
      return basePage(member, {
        title: `Admin (@${site.account}) | Fire drill`,
        names: { 'misskey:user-username': site.account, 'misskey:user-id': actorId },
        properties: { 'og:type': 'blog', 'og:title': `Admin (@${site.account})` },
      });
    },
  };
}

/** POST alone; whoever asks with GET is told so. */
function api(installation: Installation): readonly Endpoint[] {
  return [
    apiEndpoint('meta', () => metaDocument(installation)),
    apiEndpoint('ping', () => ({ pong: installation.now() })),
    { path: /^\/api\/(?:meta|ping)$/, component: 'api', needs: [], answer: () => emptyAnswer(405) },
  ];
}

function apiEndpoint(name: string, document: () => object): Endpoint {
  return {
    path: `/api/${name}`,
    method: 'POST',
    component: name === 'meta' ? 'api' : null,
    needs: ['redis', 'database'],
    answer: () => jsonAnswer(document(), { cache: uncached }),
  };
}

function metaDocument({ site, version }: Installation): object {
  return {
    maintainerName: site.account,
    maintainerEmail: `${site.account}@example.com`,
    version,
    name: 'Fire drill',
    uri: site.webOrigin,
    description: 'A simulated server to rehearse outages on',
    mediaProxy: `${site.webOrigin}/proxy`,
    iconUrl: avatarUrl(site),
  };
}

function mastodonApi(site: Site, version: string): readonly Endpoint[] {
  const style = {
    version,
    contact: true,
    streaming: true,
    cache: uncached,
  };
  return [instanceV1(site, style), instanceV2(site, style)].map(endpoint => ({
    ...endpoint,
    // The preset asks Misskey's own API.
    component: null,
  }));
}

function apiError(status: number, code: string, message: string): HttpAnswer {
  return jsonAnswer({ error: { message, code, kind: status < 500 ? 'client' : 'server' } }, { status });
}

const actorId = '9lrpmkv5cq';
const actorPath = `/users/${actorId}`;

/** A mode of operation: whatever other servers ask for is refused. */
const federationOff: Fault = replacing(
  {
    id: 'federation_off',
    summary: 'No fault but a setting: federation is switched off, and everything below /.well-known is 403.',
    diagnosis: null,
    layer: 'program',
  },
  ({ part }, { path }) => part === 'application' && path.startsWith('/.well-known/'),
  () => emptyAnswer(403),
);

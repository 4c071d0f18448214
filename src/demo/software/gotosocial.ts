/**
 * GoToSocial. One process, and a strict one: it refuses clients without a name, HEAD, and media types that it does not
 * have, and shows actors to signed requests alone.
 */

import { emptyAnswer, jsonAnswer, redirectAnswer } from '../answers.ts';
import { instanceV1, instanceV2 } from '../api/instance.ts';
import { publicTimeline, timelineClosed } from '../api/timeline.ts';
import { type Endpoint, takesOneOf } from '../endpoint.ts';
import { accountUnknown } from '../fault/account-unknown.ts';
import { lacking } from '../fault/lacking.ts';
import { tooManyRequests } from '../fault/too-many-requests.ts';
import { type Fault, replacing } from '../fault.ts';
import { actor } from '../federation/actor.ts';
import { hostMeta } from '../federation/host-meta.ts';
import { nodeinfo } from '../federation/nodeinfo.ts';
import { handle } from '../federation/resource.ts';
import { webfinger } from '../federation/webfinger.ts';
import type { DemoAnswer, DemoRequest, HeaderList, HttpAnswer } from '../message.ts';
import { page } from '../page.ts';
import { type Installation, type Program, simulated } from '../simulation.ts';
import type { Site } from '../site.ts';
import type { Software } from '../software.ts';
import { webSocket } from '../web-socket.ts';

export const gotosocial: Software = simulated({
  name: 'gotosocial',
  versions: ['0.20.1'],
  program,
});

/** On what other servers ask for. */
const twoMinutes = 'public, max-age=120';

function program(installation: Installation): Program {
  const { site } = installation;
  return {
    endpoints: [
      probe('/livez', 'health'),
      { ...probe('/readyz', 'database'), needs: ['database'] },
      startPage,
      profilePage(site),
      ...api(installation),
      ...federation(installation),
    ],
    headers: [['X-Request-Id', 'v3j6r8cd04001p9k1em0']],
    before: refusal,
    otherwise: request => errorFor(request, 404, 'Not Found'),
    crash: request => errorFor(request, 500, 'Internal Server Error'),
    faults: [
      lacking('database', {
        id: 'database_down',
        summary: 'PostgreSQL is down: /readyz, profiles and version 2 of the instance API answer 500.',
        diagnosis: 'database_down',
      }),
      migrating,
      tooManyRequests(jsonAnswer({ error: 'rate limit reached' }, { status: 429 })),
      accountUnknown(site),
      timelineClosed(401, 'Unauthorized: timeline requires authentication'),
    ],
  };
}

function api({ site, version, now }: Installation): readonly Endpoint[] {
  const instance = { version, contact: true, streaming: true, cache: 'no-store' };
  return [
    // Both know this much by heart.
    instanceV1(site, { ...instance, needs: [] }),
    instanceV2(site, instance),
    publicTimeline(site, now),
    { path: /^\/api\/v1\/(?:custom_emojis|instance\/peers)$/, component: null, needs: [], answer: noToken },
    // The token comes before the upgrade: without either it is the same refusal.
    webSocket({ path: streamingPath, answer: noToken }),
    { path: streamingPath, component: null, needs: [], answer: noToken },
  ];
}

function federation({ site, version }: Installation): readonly Endpoint[] {
  const profile = `${site.webOrigin}/@${site.account}`;
  const path = `/users/${site.account}`;
  const id = site.webOrigin + path;
  return [
    actor({
      path,
      fields: { id, type: 'Person', preferredUsername: site.account, url: profile },
      unsigned: jsonAnswer({ error: "Unauthorized: http request wasn't signed" }, { status: 401 }),
    }),
    { path, component: null, needs: ['database'], answer: () => redirectAnswer(303, profile) },
    hostMeta(site, {
      type: 'application/xrd+xml',
      cache: twoMinutes,
      linkType: 'application/xrd+xml',
      notAcceptable,
    }),
    webfinger(site, {
      type: 'application/jrd+json',
      cache: twoMinutes,
      page: profile,
      actor: id,
      unknown: jsonAnswer({ error: 'Not Found' }, { status: 404 }),
      outlivesDatabaseMs: Number.POSITIVE_INFINITY,
      foreign: jsonAnswer({ error: 'Bad Request: not us' }, { status: 400 }),
      unreadable: jsonAnswer({ error: 'Bad Request: no resource' }, { status: 400 }),
      notAcceptable,
    }),
    ...nodeinfo(site, {
      name: 'gotosocial',
      version,
      paths: { '2.0': '/nodeinfo/2.0' },
      linksCache: twoMinutes,
      documentCache: 'public, max-age=86400',
      needs: [],
    }),
  ];
}

const streamingPath = '/api/v1/streaming';

/** Both are empty in health and in failure. Since 0.15. */
function probe(path: string, component: string): Endpoint {
  const uncached: HeaderList = [['Cache-Control', 'no-store']];
  return {
    path,
    component,
    needs: [],
    answer: () => emptyAnswer(200, uncached),
    crash: () => emptyAnswer(500, uncached),
  };
}

const startPage: Endpoint = {
  path: '/',
  component: 'main_page',
  needs: [],
  answer: () =>
    page({
      title: 'Fire drill - GoToSocial',
      properties: { 'og:title': 'Fire drill - GoToSocial', 'og:type': 'website' },
    }),
};

function profilePage(site: Site): Endpoint {
  return {
    path: /^\/@[\w.-]+$/,
    component: 'user_page',
    needs: ['database'],
    answer: request => {
      if (request.path.slice(2).toLowerCase() !== site.account) return errorFor(request, 404, 'Not Found');
      const title = `Admin (@${handle(site)})`;
      return page({ title, properties: { 'og:title': title, 'og:type': 'profile' } }, { cache: 'no-store' });
    },
  };
}

function noToken(): DemoAnswer {
  return jsonAnswer({ error: 'Unauthorized: token not supplied' }, { status: 401 });
}

/** Who gives no name is told of a teapot; nobody gets HEAD. */
function refusal({ userAgent, method }: DemoRequest): HttpAnswer | null {
  if (userAgent === '') return jsonAnswer({ error: "I'm a teapot: no user-agent" }, { status: 418 });
  return method === 'HEAD' ? emptyAnswer(405) : null;
}

const notAcceptable = jsonAnswer({ error: 'Not Acceptable' }, { status: 406 });

function errorFor(request: DemoRequest, status: number, error: string): HttpAnswer {
  if (!takesOneOf(['application/json'], request)) return page({ title: `${status} ${error}` }, { status });
  return jsonAnswer({ error }, { status });
}

/** While it changes its database after an upgrade, it asks everybody to come back later. */
const migrating: Fault = replacing(
  {
    id: 'maintenance_page_migrating',
    summary: 'It is migrating its database: everything but /livez answers 503 with Retry-After.',
    diagnosis: 'maintenance_page',
    layer: 'program',
  },
  ({ part, component }) => part === 'application' && component !== 'health',
  () => jsonAnswer({ error: 'Service Unavailable' }, { status: 503, headers: [['Retry-After', '120']] }),
);

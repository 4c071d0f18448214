/**
 * Pleroma and Akkoma. One process on the BEAM; the pages are one of several front ends, each a single-page application
 * that is sent for any path outside the API.
 */

import { jsonAnswer, textAnswer } from '../answers.ts';
import { instanceV1, instanceV2 } from '../api/instance.ts';
import { publicTimeline, timelineClosed } from '../api/timeline.ts';
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
import { page } from '../page.ts';
import { type Installation, type Program, simulated } from '../simulation.ts';
import type { Software } from '../software.ts';
import { webSocket } from '../web-socket.ts';

interface Member {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** What it writes as the `uri` of the instance. */
  readonly uri: 'domain' | 'address';
}

const members: readonly Member[] = [
  { name: 'pleroma', title: 'Pleroma', version: '2.9.1', uri: 'address' },
  { name: 'akkoma', title: 'Akkoma', version: '3.15.2', uri: 'domain' },
];

/** Pleroma, and what came of it. */
export const pleromaFamily: readonly Software[] = members.map(member =>
  simulated({
    name: member.name,
    versions: [member.version],
    program: installation => programOf(member, installation),
  }),
);

function programOf(member: Member, installation: Installation): Program {
  const { site, now } = installation;
  return {
    endpoints: [
      { path: '/', component: 'main_page', needs: [], answer: application },
      ...instance(member, installation),
      publicTimeline(site, now),
      healthcheck,
      webSocket({ path: '/api/v1/streaming' }),
      ...federation(member, installation),
    ],
    headers: [['X-Request-Id', 'GDqp3aZ1fJr2kxsAAAFh']],
    otherwise: ({ path }) => {
      if (path.startsWith('/api/')) return jsonAnswer({ error: 'Not implemented' }, { status: 404 });
      // Nobody is said not to be there; anything else is the front end's business.
      return path.startsWith('/users/') ? jsonAnswer('Not found', { status: 404 }) : application();
    },
    crash: ({ path }) =>
      path.startsWith('/api/')
        ? jsonAnswer({ error: 'Something went wrong' }, { status: 500 })
        : textAnswer('Internal Server Error', { status: 500 }),
    faults: [
      lacking('database', {
        id: 'database_down',
        summary: 'PostgreSQL is down: webfinger, actors, timelines and the health check fail.',
        diagnosis: 'database_down',
      }),
      accountUnknown(site),
      timelineClosed(401, 'authorization required for timeline view'),
      healthcheckOff,
      tooManyRequests(jsonAnswer({ error: 'Throttled' }, { status: 429 })),
    ],
  };
}

function instance({ title, uri }: Member, { site, version }: Installation): readonly Endpoint[] {
  const style = {
    version: `2.7.2 (compatible; ${title} ${version})`,
    contact: false,
    streaming: true,
    needs: [],
  };
  return [
    instanceV1(site, { ...style, more: uri === 'address' ? { uri: site.webOrigin } : {} }),
    instanceV2(site, style),
  ];
}

function federation({ name }: Member, { site, version }: Installation): readonly Endpoint[] {
  const path = `/users/${site.account}`;
  const id = site.webOrigin + path;
  return [
    actor({ path, fields: { id, type: 'Person', preferredUsername: site.account, url: id } }),
    hostMeta(site, {
      type: 'application/xrd+xml; charset=utf-8',
      linkType: 'application/xrd+xml',
      notAcceptable,
    }),
    webfinger(site, {
      type: 'application/jrd+json; charset=utf-8',
      page: id,
      actor: id,
      unknown: jsonAnswer("Couldn't find user", { status: 404 }),
      unreadable: textAnswer('Bad Request', { status: 400 }),
      notAcceptable,
    }),
    ...nodeinfo(site, {
      name,
      version,
      paths: { '2.0': '/nodeinfo/2.0.json', '2.1': '/nodeinfo/2.1.json' },
      metadata: { nodeName: 'Fire drill', staffAccounts: [id] },
      needs: [],
    }),
  ];
}

/** The front end: it has the name of the server, and nothing of the path that was asked for. */
function application(): HttpAnswer {
  return page(
    {
      title: 'Fire drill',
      head: '<script type="module" src="/static/js/app.js"></script>',
      body: '<noscript>To use Pleroma, please enable JavaScript.</noscript><div id="app"></div>',
    },
    { cache: 'max-age=0, private, must-revalidate' },
  );
}

/** Off unless the sysop turns it on, as this one has. */
const healthcheck: Endpoint = {
  path: '/api/v1/pleroma/healthcheck',
  component: 'health',
  needs: ['database'],
  answer: () => jsonAnswer({ healthy: true, active: 1, idle: 9, pool_size: 10, memory_used: 245.5 }),
  crash: () => jsonAnswer({ healthy: false, active: 10, idle: 0, pool_size: 10 }, { status: 503 }),
};

const notAcceptable = textAnswer('Not Acceptable', { status: 406 });

const healthcheckOff: Fault = replacing(
  {
    id: 'healthcheck_off',
    summary: 'No fault but the usual setting: the health check is off, and answers 503.',
    diagnosis: null,
    layer: 'program',
  },
  ({ component }) => component === 'health',
  () => jsonAnswer({}, { status: 503 }),
);

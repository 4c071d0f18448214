/**
 * Lemmy behind its own nginx configuration: the server itself (API, federation), lemmy-ui, which asks it for what the
 * pages show, and pict-rs behind the server. Who asks for exactly ActivityPub gets the server, everybody else lemmy-ui.
 */

import { emptyAnswer, jsonAnswer, textAnswer } from '../answers.ts';
import type { Endpoint } from '../endpoint.ts';
import { accountUnknown } from '../fault/account-unknown.ts';
import { lacking } from '../fault/lacking.ts';
import { pagesDown } from '../fault/pages-down.ts';
import { type Fault, replacing } from '../fault.ts';
import { actor } from '../federation/actor.ts';
import { nodeinfo } from '../federation/nodeinfo.ts';
import { webfinger } from '../federation/webfinger.ts';
import type { DemoRequest, HttpAnswer } from '../message.ts';
import { page } from '../page.ts';
import type { Dependency } from '../route.ts';
import { type Installation, type Program, simulated } from '../simulation.ts';
import type { Site } from '../site.ts';
import type { Software } from '../software.ts';

export const lemmy: Software = simulated({ name: 'lemmy', versions: ['0.19.12', '1.0.0'], program });

const oneHour = 'public, max-age=3600';
const threeDays = 'public, max-age=259200';

function program(installation: Installation): Program {
  const { site } = installation;
  return {
    endpoints: [...federation(installation), ...api(installation), ...pages(installation)],
    headers: [],
    otherwise: ({ path }) =>
      isForServer(path) ? emptyAnswer(404) : userInterface({ path, title: '404', site: null }, 404),
    // Whatever fails, it calls the request bad.
    crash: () => jsonAnswer({ error: 'unknown' }, { status: 400 }),
    faults: [
      pagesDown('lemmy-ui'),
      picturesDown,
      actorsNotRouted,
      lacking('database', {
        id: 'database_down',
        summary: 'PostgreSQL is down: API and nodeinfo answer 400, webfinger 404, pages 500.',
        diagnosis: null,
      }),
      accountUnknown(site),
    ],
  };
}

/** What the proxy hands to the server whoever asks. */
function isForServer(path: string): boolean {
  return /^\/(?:api|pictrs|feeds|nodeinfo|\.well-known)/.test(path);
}

function federation({ site, version }: Installation): readonly Endpoint[] {
  const { webOrigin, account, localDomain } = site;
  const person = `${webOrigin}/u/${account}`;
  return [
    actor({
      path: '/',
      accepts: isExactlyActivity,
      fields: { id: `${webOrigin}/`, type: 'Application', preferredUsername: localDomain, url: webOrigin },
    }),
    actor({
      path: `/u/${account}`,
      accepts: isExactlyActivity,
      fields: { id: person, type: 'Person', preferredUsername: account, url: person },
    }),
    {
      ...webfinger(site, {
        type: 'application/jrd+json',
        cache: threeDays,
        page: person,
        actor: person,
        instanceActor: `${webOrigin}/`,
        unknown: emptyAnswer(404),
        foreign: jsonAnswer({ error: 'webfinger_error' }, { status: 400 }),
        unreadable: jsonAnswer({ error: 'query_error' }, { status: 400 }),
      }),
      // Whom it cannot look up is nobody.
      crash: () => emptyAnswer(404),
    },
    ...nodeinfo(site, {
      name: 'lemmy',
      version,
      paths: { '2.1': '/nodeinfo/2.1' },
      linksCache: threeDays,
      documentCache: oneHour,
    }),
  ];
}

/** The `map` of its nginx configuration: no list, and no other order of the parameters. */
function isExactlyActivity({ accept }: DemoRequest): boolean {
  return (
    accept === 'application/activity+json' ||
    accept === 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
  );
}

function api({ site, version }: Installation): readonly Endpoint[] {
  const isNew = !version.startsWith('0.');
  return [
    siteApi('/api/v3/site', { version, ...siteDocument(site, 'actor_id') }),
    picturesHealth('/pictrs/healthz', () =>
      isNew ? jsonAnswer({ success: true }) : textAnswer('', { type: 'text/plain' }),
    ),
    ...(isNew
      ? [
          siteApi('/api/v4/site', { version, ...siteDocument(site, 'ap_id') }),
          picturesHealth('/api/v4/image/health', () => jsonAnswer({ success: true })),
        ]
      : []),
  ];
}

function siteApi(path: string, document: object): Endpoint {
  return { path, component: 'api', needs: ['database'], answer: () => jsonAnswer(document) };
}

/** The server asks pict-rs, and says what that says. */
function picturesHealth(path: string, answer: () => HttpAnswer): Endpoint {
  return { path, component: 'images', needs: [], answer };
}

function siteDocument({ webOrigin, account }: Site, idName: 'actor_id' | 'ap_id'): object {
  return {
    site_view: { site: { id: 1, name: 'Fire drill', [idName]: `${webOrigin}/` } },
    admins: [{ person: { id: 2, name: account, [idName]: `${webOrigin}/u/${account}` } }],
  };
}

function pages({ site }: Installation): readonly Endpoint[] {
  return [
    pageEndpoint({
      path: '/',
      component: 'main_page',
      answer: ({ path }) => userInterface({ path, title: 'Fire drill', site }),
    }),
    pageEndpoint({
      path: /^\/u\/[\w.-]+$/,
      component: 'user_page',
      // Nobody is a 200 as well.
      answer: ({ path }) => {
        const isThere = path.slice(3).toLowerCase() === site.account;
        return userInterface({ path, title: isThere ? `@${site.account} - Fire drill` : 'Fire drill', site });
      },
    }),
  ];
}

const pageNeeds: readonly Dependency[] = ['application', 'database'];

function pageEndpoint(endpoint: Pick<Endpoint, 'path' | 'component' | 'answer'>): Endpoint {
  return {
    ...endpoint,
    part: 'pages',
    needs: pageNeeds,
    crash: ({ path }) => userInterface({ path, title: 'Error', site: null }, 500),
  };
}

interface View {
  readonly path: string;
  readonly title: string;
  /** null: the server did not tell it. */
  readonly site: Site | null;
}

/** A page of lemmy-ui: the data that it was made of stand in it, with slashes written in another way. */
function userInterface({ path, title, site }: View, status = 200): HttpAnswer {
  const data =
    site === null
      ? { path, errorPageData: { error: 'fetch failed' } }
      : { path, site_res: siteDocument(site, 'actor_id') };
  const isoData = JSON.stringify(data).replaceAll('/', String.raw`\u002F`);
  return page(
    {
      title,
      names: { Description: 'Lemmy' },
      head: `<script nonce="0">window.isoData = ${isoData}</script>`,
      body: "<div id='root'></div><script defer src='/static/0/js/client.js'></script>",
    },
    { status, headers: [['X-Powered-By', 'Express']] },
  );
}

const picturesDown: Fault = replacing(
  {
    id: 'images_down',
    summary: 'The program that keeps the pictures (pict-rs) is dead; everything else is well.',
    diagnosis: null,
    layer: 'program',
  },
  ({ component }) => component === 'images',
  (request, route) => route.crash(request),
);

/** The mistake that proxies make with it: everybody is taken for a visitor. */
const actorsNotRouted: Fault = {
  id: 'federation_not_routed_actors',
  summary: 'The proxy does not look at Accept: other servers that ask for an actor get a page.',
  diagnosis: 'federation_not_routed',
  layer: 'proxy',
  intercept: ({ request }, next) => next({ ...request, accept: '' }),
};

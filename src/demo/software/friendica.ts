/**
 * Friendica. PHP behind the proxy, which speaks Mastodon's API beside its own. The server itself is an account. There is
 * no host-meta (2026), and no word of its own on its health.
 */

import { jsonAnswer, redirectAnswer } from '../answers.ts';
import { instanceV1, instanceV2 } from '../api/instance.ts';
import { type Endpoint, wantsActivity } from '../endpoint.ts';
import { accountUnknown } from '../fault/account-unknown.ts';
import { lacking } from '../fault/lacking.ts';
import { type Fault, replacing } from '../fault.ts';
import { actor } from '../federation/actor.ts';
import { nodeinfo } from '../federation/nodeinfo.ts';
import { webfinger } from '../federation/webfinger.ts';
import type { DemoRequest, HttpAnswer } from '../message.ts';
import { page } from '../page.ts';
import { type Installation, type Program, simulated } from '../simulation.ts';
import type { Site } from '../site.ts';
import type { Software } from '../software.ts';

export const friendica: Software = simulated({ name: 'friendica', versions: ['2026.01'], program });

/** The account of the server itself. */
const serverAccount = 'friendica';

function program(installation: Installation): Program {
  const { site } = installation;
  return {
    endpoints: [
      startPage(installation),
      ...api(installation),
      ...federation(installation),
      profile(installation),
    ],
    headers: [['X-Account-Management-Status', 'none']],
    otherwise: request => errorFor(installation, request, 404),
    crash: request => errorFor(installation, request, 500),
    faults: [
      lacking('database', {
        id: 'database_down',
        summary: 'The database is down: everything answers 500.',
        diagnosis: null,
      }),
      accountUnknown(site),
      profileForFriends(site),
    ],
  };
}

function startPage(installation: Installation): Endpoint {
  return {
    path: '/',
    component: 'main_page',
    needs: ['database'],
    answer: () => themed(installation, 'Fire drill'),
  };
}

function api({ site, version }: Installation): readonly Endpoint[] {
  const style = {
    version: `2.8.0 (compatible; Friendica ${version})`,
    contact: true,
    streaming: false,
    accountPage: profileOf(site, site.account),
  };
  return [instanceV1(site, style), instanceV2(site, style)];
}

function federation({ site, version }: Installation): readonly Endpoint[] {
  const { account } = site;
  return [
    ...[account, serverAccount].map(name =>
      actor({
        path: name === serverAccount ? `/${name}` : `/profile/${name}`,
        fields: {
          id: idOf(site, name),
          type: name === serverAccount ? 'Application' : 'Person',
          preferredUsername: name,
          url: idOf(site, name),
        },
      }),
    ),
    webfinger(site, {
      type: 'application/jrd+json; charset=utf-8',
      page: profileOf(site, account),
      actor: idOf(site, account),
      instanceActor: idOf(site, serverAccount),
      instanceName: serverAccount,
      unknown: jsonAnswer({ error: 'Not Found' }, { status: 404 }),
      unreadable: jsonAnswer({ error: 'Bad Request' }, { status: 400 }),
    }),
    ...nodeinfo(site, {
      name: 'friendica',
      version,
      paths: { '1.0': '/nodeinfo/1.0', '2.0': '/nodeinfo/2.0' },
    }),
  ];
}

function idOf(site: Site, name: string): string {
  return name === serverAccount ? `${site.webOrigin}/${name}` : profileOf(site, name);
}

function profileOf({ webOrigin }: Site, name: string): string {
  return `${webOrigin}/profile/${name}`;
}

/** Handles are broken up, so that lines can wrap: what names the account is the address of its feed. */
function profile(installation: Installation): Endpoint {
  const { site } = installation;
  return {
    path: /^\/profile\/[\w.-]+$/,
    accepts: request => !wantsActivity(request),
    component: 'user_page',
    needs: ['database'],
    answer: request => {
      const name = request.path.slice('/profile/'.length).toLowerCase();
      if (name !== site.account) return errorFor(installation, request, 404);
      const feed = `<link rel="alternate" type="application/atom+xml" href="${site.webOrigin}/feed/${name}/" />`;
      return themed(installation, 'Admin', { head: feed, body: `@${name}<wbr>@${site.localDomain}` });
    },
  };
}

/** A page in whichever theme: the head names the software and the address of the server. */
function themed(
  { site, version }: Installation,
  title: string,
  { head = '', body = '', status = 200 }: { head?: string; body?: string; status?: number } = {},
): HttpAnswer {
  const base = `<base href="${site.webOrigin}/" />`;
  return page({ title, names: { generator: `Friendica ${version}` }, head: base + head, body }, { status });
}

function errorFor(installation: Installation, { path, accept }: DemoRequest, status: number): HttpAnswer {
  const title = status === 404 ? 'Not Found' : 'Internal Server Error';
  const isDocument = path.startsWith('/api/') || accept.includes('json');
  return isDocument
    ? jsonAnswer({ error: title }, { status })
    : themed(installation, title, { status, body: title });
}

/** A mode of operation: the account shows its page to friends alone. */
function profileForFriends({ webOrigin, account }: Site): Fault {
  const restricted = `/profile/${account}/restricted`;
  return replacing(
    {
      id: 'profile_for_friends',
      summary: 'No fault but a setting: the account shows its page to friends alone.',
      diagnosis: null,
      layer: 'program',
    },
    ({ component }) => component === 'user_page',
    () => redirectAnswer(302, webOrigin + restricted),
  );
}

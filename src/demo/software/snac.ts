/**
 * snac: one small program with plain pages, a part of Mastodon's API, and NodeInfo at a path of its own. It stands for
 * all software without a preset.
 */

import { emptyAnswer } from '../answers.ts';
import { instanceV1 } from '../api/instance.ts';
import { type Endpoint, wantsActivity } from '../endpoint.ts';
import { accountUnknown } from '../fault/account-unknown.ts';
import { actor } from '../federation/actor.ts';
import { hostMeta } from '../federation/host-meta.ts';
import { nodeinfo } from '../federation/nodeinfo.ts';
import { handle } from '../federation/resource.ts';
import { webfinger } from '../federation/webfinger.ts';
import { page } from '../page.ts';
import { type Installation, type Program, simulated } from '../simulation.ts';
import type { Software } from '../software.ts';

export const snac: Software = simulated({ name: 'snac', versions: ['2.75'], program });

function program(installation: Installation): Program {
  const { site, version } = installation;
  return {
    endpoints: [
      { path: '/', component: 'main_page', needs: [], answer: () => page({ title: 'Fire drill' }) },
      instanceV1(site, {
        version: `4.0.0 (not true; really snac/${version})`,
        contact: true,
        // It names one, though it has none.
        streaming: true,
        accountPage: `${site.webOrigin}/${site.account}`,
        needs: [],
      }),
      ...federation(installation),
      userPage(installation),
    ],
    headers: [['x-creator', `snac/${version}`]],
    otherwise: () => emptyAnswer(404),
    crash: () => emptyAnswer(500),
    faults: [accountUnknown(site)],
  };
}

function federation({ site, version }: Installation): readonly Endpoint[] {
  const id = `${site.webOrigin}/${site.account}`;
  return [
    actor({
      path: `/${site.account}`,
      fields: { id, type: 'Person', preferredUsername: site.account, url: id },
    }),
    hostMeta(site, { type: 'application/xrd+xml' }),
    webfinger(site, {
      type: 'application/jrd+json',
      page: id,
      actor: id,
      unknown: emptyAnswer(404),
      unreadable: emptyAnswer(400),
    }),
    ...nodeinfo(site, { name: 'snac', version, paths: { '2.0': '/nodeinfo_2_0' }, needs: [] }),
  ];
}

function userPage({ site }: Installation): Endpoint {
  return {
    path: `/${site.account}`,
    accepts: request => !wantsActivity(request),
    component: null,
    needs: [],
    answer: () => page({ title: `Admin (@${handle(site)})` }),
  };
}

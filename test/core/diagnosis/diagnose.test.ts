import assert from 'node:assert/strict';
import test from 'node:test';
import { partSentence } from '../../../src/core/diagnosis/cause.ts';
import type { Confidence } from '../../../src/core/diagnosis/finding.ts';
import { diagnose, diagnosisIds } from '../../../src/core/diagnosis/index.ts';
import type { ServerView } from '../../../src/core/diagnosis/view.ts';
import { documentationUrl } from '../../../src/core/project.ts';
import { fediverse } from '../../../src/preset/fediverse.ts';
import { pleroma } from '../../../src/preset/pleroma.ts';
import {
  cloudflare,
  componentView,
  good,
  healthy,
  many,
  nginx,
  node,
  nothing,
  rails,
  type Setting,
  s3,
  server,
  templateFound,
} from '../../support/diagnosis-cases.ts';

/** Everything that the web process answers. */
const web = 'main_page user_page api health host_meta activitypub';
const butHealth = 'main_page user_page api host_meta activitypub';
const streaming = 'streaming streaming_websocket';
const apex = {
  host_meta: 'https://example.test/.well-known/host-meta',
  activitypub: 'https://example.test/.well-known/webfinger',
};

interface Row {
  /** Row of fediverse §E, and what is different about it. */
  readonly row: string;
  readonly setting: Setting;
  /** Ids, first first. */
  readonly ids: readonly string[];
  readonly confidence?: Confidence;
}

const rows: readonly Row[] = [
  {
    row: '1',
    setting: { answers: many('main_page user_page', rails(500)) },
    ids: ['web_frontend_broken'],
    confidence: 'certain',
  },
  {
    row: '1, empty pages, all optional parts',
    setting: { answers: { ...healthy, ...many('main_page user_page', rails(500, { bytes: 0 })) } },
    ids: ['web_frontend_broken'],
    confidence: 'certain',
  },
  {
    row: '1, without an account',
    setting: {
      only: ['main_page', 'api', 'activitypub', 'health', 'streaming'],
      answers: { main_page: rails(500) },
    },
    ids: ['web_frontend_broken'],
    confidence: 'likely',
  },
  {
    row: '1, the two parts of the story',
    setting: { only: ['main_page', 'api'], answers: { main_page: rails(500) } },
    ids: ['web_frontend_broken'],
    confidence: 'likely',
  },
  {
    row: '1, 2.9, whose page for a missing /health is broken too',
    setting: { answers: many('main_page user_page health', rails(500)) },
    ids: ['web_frontend_broken'],
    confidence: 'certain',
  },
  { row: '1, only one page', setting: { answers: { main_page: rails(500) } }, ids: ['unknown'] },
  { row: '2', setting: { answers: { assets: nginx(404) } }, ids: ['assets_missing'], confidence: 'certain' },
  {
    row: '2, CDN_HOST is gone',
    setting: {
      answers: { assets: nothing('dns_nxdomain', 'resolve') },
      targets: { assets: 'https://social.example/about' },
    },
    ids: ['dns_failure'],
  },
  { row: '3', setting: { answers: many(web, nginx(502)) }, ids: ['web_process_down'], confidence: 'certain' },
  {
    row: '3, without marks of the proxy',
    setting: { answers: many(web, nginx(502, { headers: { server: 'cloudflare' } })) },
    ids: ['web_process_down'],
  },
  {
    row: '3, streaming is not watched',
    setting: { only: ['main_page', 'api'], answers: many('main_page api', nginx(502)) },
    ids: ['web_process_down'],
    confidence: 'likely',
  },
  {
    row: '3, a proxy that says 503',
    setting: { answers: many(web, nginx(503)) },
    ids: ['web_process_down'],
    confidence: 'possible',
  },
  {
    row: '3, split domain, redirected',
    setting: {
      answers: {
        ...many('main_page user_page api health', nginx(502)),
        ...many(
          'host_meta activitypub',
          nginx(502, { redirects: 1, url: 'https://social.example/.well-known/x' }),
        ),
      },
      targets: apex,
    },
    ids: ['web_process_down'],
    confidence: 'certain',
  },
  {
    row: '3b',
    setting: {
      answers: { ...many(web, nginx(502)), edge: rails(200, { headers: { 'x-cached': 'STALE' } }) },
    },
    ids: ['web_process_down', 'hidden_by_cache'],
    confidence: 'certain',
  },
  {
    row: '3b, the edge is content with a fresh copy',
    setting: {
      answers: { ...many(web, nginx(502)), edge: good(rails(200, { headers: { 'x-cached': 'HIT' } })) },
    },
    ids: ['web_process_down', 'hidden_by_cache'],
  },
  {
    row: '3b, caches allowed everywhere',
    setting: {
      answers: {
        ...many(
          'main_page user_page api host_meta activitypub',
          rails(200, { headers: { 'x-cached': 'STALE' } }),
        ),
        health: nginx(502),
      },
    },
    ids: ['web_process_down', 'hidden_by_cache'],
  },
  { row: '4', setting: { answers: many(web, nginx(504)) }, ids: ['overloaded'], confidence: 'certain' },
  {
    row: '4, no answer in time',
    setting: { answers: many(web, nothing('timeout_headers', 'processing')) },
    ids: ['overloaded'],
    confidence: 'certain',
  },
  {
    row: '4, health alone answers',
    setting: { answers: many('user_page activitypub', nginx(504)) },
    ids: ['overloaded'],
    confidence: 'possible',
  },
  {
    row: '4, slow for now',
    setting: { answers: many('user_page main_page', { ...good(rails(200)), slow: true }) },
    ids: ['overloaded'],
    confidence: 'possible',
  },
  {
    row: '4, streaming hangs as well',
    setting: { answers: many(`${web} ${streaming}`, nothing('timeout', 'processing')) },
    ids: ['overloaded'],
  },
  {
    row: '5, at first, 4.4',
    setting: {
      answers: {
        ...many('main_page user_page timeline', rails(500)),
        activitypub: rails(500, { proofs: [templateFound] }),
      },
    },
    ids: ['database_down'],
    confidence: 'likely',
  },
  {
    row: '5, at first, 4.0 to 4.3',
    setting: { answers: many('user_page activitypub timeline', rails(500)) },
    ids: ['database_down'],
    confidence: 'likely',
  },
  {
    row: '5, after three minutes',
    setting: { answers: many('main_page user_page activitypub api', rails(500)) },
    ids: ['database_down'],
    confidence: 'likely',
  },
  {
    row: '5, with the bad token',
    setting: { answers: { ...many('user_page activitypub', rails(500)), streaming_database: node(500) } },
    ids: ['database_down'],
    confidence: 'certain',
  },
  {
    row: '5, streaming alone',
    setting: { answers: { streaming_database: node(500) } },
    ids: ['database_down'],
    confidence: 'possible',
  },
  {
    row: '5, a profile that was read speaks against it',
    setting: {
      only: ['main_page', 'user_page', 'api', 'activitypub', 'health', 'streaming'],
      answers: { activitypub: rails(500, { proofs: [templateFound] }) },
    },
    ids: ['unknown'],
  },
  {
    row: '5, no more than the way to webfinger is broken',
    setting: {
      only: ['main_page', 'api', 'activitypub', 'host_meta', 'health'],
      answers: { host_meta: rails(500), activitypub: rails(500, { code: 'hm_status' }) },
    },
    ids: ['unknown'],
  },
  { row: '6', setting: { answers: { api: rails(500) } }, ids: ['redis_down'], confidence: 'possible' },
  {
    row: '6, others mixed',
    setting: { answers: many('api user_page', rails(500)) },
    ids: ['redis_down'],
    confidence: 'likely',
  },
  {
    row: '6b',
    setting: { answers: many(web, rails(500)) },
    ids: ['everything_errors'],
    confidence: 'certain',
  },
  {
    row: '6b, streaming is down too',
    setting: { answers: { ...many(web, rails(500)), ...many(streaming, nginx(502)) } },
    ids: ['everything_errors', 'streaming_down'],
  },
  {
    row: '7',
    setting: { answers: many(streaming, nginx(502)) },
    ids: ['streaming_down'],
    confidence: 'certain',
  },
  {
    row: '7, on a host of its own',
    setting: {
      answers: many(streaming, nothing('connect_refused', 'connect')),
      targets: { streaming: 'https://stream.example/h', streaming_websocket: 'https://stream.example/' },
    },
    ids: ['streaming_down'],
    confidence: 'certain',
  },
  {
    row: '7, hangs',
    setting: { answers: { streaming: nothing('timeout_headers', 'processing') } },
    ids: ['streaming_down'],
  },
  {
    row: '8',
    setting: {
      answers: {
        streaming: rails(301, { headers: { location: 'https://social.example/streaming' } }),
        streaming_websocket: rails(301, { headers: { location: 'https://social.example/x' } }),
      },
    },
    ids: ['streaming_not_routed'],
    confidence: 'certain',
  },
  {
    row: '8, before 4.1.1',
    setting: { answers: many(streaming, rails(404)) },
    ids: ['streaming_not_routed'],
    confidence: 'certain',
  },
  {
    row: '8b',
    setting: { answers: { streaming: rails(301, { headers: { location: 'https://stream.example/h' } }) } },
    ids: ['unknown'],
  },
  {
    row: '9',
    setting: { answers: { streaming_websocket: node(400) } },
    ids: ['websocket_upgrade_stripped'],
    confidence: 'certain',
  },
  {
    row: '9, before 4.2',
    setting: { answers: { streaming_websocket: node(401, { code: 'keyword_present' }) } },
    ids: ['websocket_upgrade_stripped'],
    confidence: 'certain',
  },
  {
    row: '11',
    setting: { answers: { freshness: rails(200, { code: 'content_too_old' }) } },
    ids: ['background_jobs_stuck'],
    confidence: 'likely',
  },
  {
    row: '12',
    setting: { answers: { object_storage: s3(403) } },
    ids: ['object_storage_denied'],
    confidence: 'certain',
  },
  { row: '12b', setting: { answers: { object_storage: s3(404) } }, ids: ['unknown'] },
  {
    row: '12c',
    setting: { answers: { object_storage: s3(503) } },
    ids: ['object_storage_down'],
    confidence: 'certain',
  },
  {
    row: '12c, no answer',
    setting: { answers: { object_storage: nothing('timeout_connect', 'connect') } },
    ids: ['object_storage_down'],
  },
  {
    row: '12c, no name',
    setting: { answers: { object_storage: nothing('dns_servfail', 'resolve') } },
    ids: ['object_storage_down'],
  },
  {
    row: '13',
    setting: { answers: many(`${web} ${streaming}`, nothing('tls_expired', 'tls')) },
    ids: ['certificate_expired'],
    confidence: 'certain',
  },
  {
    row: '13, storage only',
    setting: { answers: { object_storage: nothing('tls_expired', 'tls') } },
    ids: ['certificate_expired'],
  },
  {
    row: '13, on the eve',
    setting: { answers: { main_page: rails(200, { code: 'tls_expires_soon' }) } },
    ids: ['certificate_expired'],
    confidence: 'likely',
  },
  {
    row: '13b',
    setting: { answers: many(`${web} ${streaming}`, nothing('tls_untrusted', 'tls')) },
    ids: ['certificate_untrusted'],
    confidence: 'certain',
  },
  {
    row: '14',
    setting: { answers: many(`${web} ${streaming} object_storage`, nothing('dns_nxdomain', 'resolve')) },
    ids: ['dns_failure'],
    confidence: 'certain',
  },
  {
    row: '14, SERVFAIL',
    setting: { answers: many(`${web} ${streaming}`, nothing('dns_servfail', 'resolve')) },
    ids: ['dns_failure'],
    confidence: 'likely',
  },
  {
    row: '15',
    setting: { answers: many(`${web} ${streaming}`, nothing('connect_refused', 'connect')) },
    ids: ['server_unreachable'],
    confidence: 'certain',
  },
  {
    row: '15, silence',
    setting: { answers: many(`${web} ${streaming}`, nothing('timeout_connect', 'connect')) },
    ids: ['server_unreachable'],
    confidence: 'certain',
  },
  {
    row: '15, hung up',
    setting: { answers: many(`${web} ${streaming}`, nothing('conn_closed', 'processing')) },
    ids: ['server_unreachable'],
    confidence: 'likely',
  },
  {
    row: '15, streaming on another host of the same machine',
    setting: {
      answers: many(`${web} ${streaming}`, nothing('connect_refused', 'connect')),
      targets: { streaming: 'https://stream.example/h' },
    },
    ids: ['server_unreachable'],
  },
  {
    row: '15b',
    setting: {
      answers: {
        main_page: nothing('connect_refused', 'connect', {
          families: [{ ip: 4 }, { ip: 6, code: 'connect_refused' }],
        }),
      },
    },
    ids: ['ipv6_broken'],
    confidence: 'certain',
  },
  {
    row: '15b, a probe of its own',
    setting: {
      answers: {
        main_page: good(rails(200, { address: '192.0.2.1' })),
        main_page_v6: nothing('timeout_connect', 'connect', { address: '2001:db8::1' }),
      },
    },
    ids: ['ipv6_broken'],
    confidence: 'likely',
  },
  {
    row: '16',
    setting: { answers: many(butHealth, nginx(403, { bytes: 0 })) },
    ids: ['host_header_wrong'],
    confidence: 'certain',
  },
  {
    row: '17',
    setting: { answers: many(butHealth, nginx(301, { code: 'redirect_loop' })) },
    ids: ['https_redirect_loop'],
    confidence: 'certain',
  },
  {
    row: '17, before 3.4',
    setting: { answers: many(web, nginx(301, { code: 'redirect_loop' })) },
    ids: ['https_redirect_loop'],
    confidence: 'possible',
  },
  {
    row: '18',
    setting: { answers: many(web, rails(403)) },
    ids: ['blocked_by_ip_rule'],
    confidence: 'certain',
  },
  {
    row: '18, at the proxy',
    setting: { answers: many(web, nginx(403)) },
    ids: ['blocked_by_ip_rule'],
    confidence: 'likely',
  },
  {
    row: '18b',
    setting: {
      answers: many(`${web} ${streaming}`, cloudflare(403, { headers: { 'cf-mitigated': 'challenge' } })),
    },
    ids: ['challenged_by_bot_protection'],
    confidence: 'certain',
  },
  {
    row: '18b, without the mark',
    setting: { answers: many(web, cloudflare(503)) },
    ids: ['challenged_by_bot_protection'],
    confidence: 'likely',
  },
  {
    row: '18b, a page in place of everything',
    setting: { answers: { ...many(`${web} ${streaming}`, nginx(200, { code: 'keyword_missing' })) } },
    ids: ['challenged_by_bot_protection'],
    confidence: 'possible',
  },
  {
    row: '19',
    setting: { answers: many('api timeline', rails(429)) },
    ids: ['rate_limited'],
    confidence: 'certain',
  },
  {
    row: '20',
    setting: { answers: many('user_page timeline', rails(500)) },
    ids: ['migrations_pending'],
    confidence: 'likely',
  },
  {
    row: '20, without the timeline',
    setting: { answers: { user_page: rails(500) } },
    ids: ['migrations_pending'],
    confidence: 'possible',
  },
  {
    row: '21',
    setting: { answers: many('host_meta activitypub', nginx(404, { code: 'hm_status' })), targets: apex },
    ids: ['federation_not_routed'],
    confidence: 'certain',
  },
  {
    row: '21, a page instead',
    setting: {
      answers: {
        host_meta: nginx(200, { code: 'keyword_missing' }),
        activitypub: nginx(200, { code: 'hm_malformed' }),
      },
      targets: apex,
    },
    ids: ['federation_not_routed'],
    confidence: 'certain',
  },
  {
    row: '21, one domain',
    setting: { answers: many('host_meta activitypub', nginx(404, { code: 'hm_status' })) },
    ids: ['federation_not_routed'],
    confidence: 'likely',
  },
  {
    row: '21, the bare domain cannot hand on',
    setting: { answers: many('host_meta activitypub', nginx(502, { code: 'hm_status' })), targets: apex },
    ids: ['federation_not_routed'],
    confidence: 'likely',
  },
  {
    row: '22, unknown',
    setting: { answers: { user_page: rails(404), activitypub: rails(404, { proofs: [templateFound] }) } },
    ids: ['account_unavailable'],
    confidence: 'certain',
  },
  {
    row: '22, suspended',
    setting: { answers: { user_page: rails(403) } },
    ids: ['account_unavailable'],
    confidence: 'likely',
  },
  {
    row: '22, gone',
    setting: { answers: many('user_page activitypub', rails(410)) },
    ids: ['account_unavailable'],
    confidence: 'certain',
  },
  {
    row: '22, other software behind nginx',
    setting: { answers: { user_page: nginx(404), activitypub: nginx(404, { proofs: [templateFound] }) } },
    ids: ['account_unavailable'],
    confidence: 'certain',
  },
  {
    row: '22 and 1: an account that was looked for shows that the database can be read',
    setting: {
      answers: {
        ...many('main_page user_page', rails(500)),
        activitypub: rails(404, { proofs: [templateFound] }),
      },
    },
    ids: ['web_frontend_broken', 'account_unavailable'],
  },
  {
    row: '22 and 20',
    setting: {
      answers: {
        user_page: rails(404),
        activitypub: rails(410, { proofs: [templateFound] }),
        ...many('timeline freshness', rails(500)),
      },
    },
    ids: ['account_unavailable', 'unknown'],
  },
  { row: '24', setting: { answers: many(web, rails(410)) }, ids: ['self_destruct'], confidence: 'certain' },
  {
    row: '25',
    setting: { answers: many(`${web} ${streaming}`, nginx(503, { headers: { 'retry-after': '600' } })) },
    ids: ['maintenance_page'],
    confidence: 'certain',
  },
  {
    row: '25, the same page without a promise',
    setting: { answers: many(`${web} ${streaming}`, nginx(503)) },
    ids: ['maintenance_page'],
    confidence: 'possible',
  },
  {
    row: '25, or streaming that is down: only what a maintenance page may spare works',
    setting: { only: ['health'], answers: { streaming_websocket: nginx(503) } },
    ids: ['unknown'],
  },
  {
    row: '26',
    setting: { answers: many(`${web} ${streaming}`, cloudflare(521)) },
    ids: ['cdn_cannot_reach_origin'],
    confidence: 'certain',
  },
  {
    row: '26, TLS at the origin',
    setting: { answers: many(`${web} ${streaming}`, cloudflare(526)) },
    ids: ['cdn_cannot_reach_origin'],
  },
  {
    row: 'the prober',
    setting: { answers: many(web, nothing('timeout_connect', 'connect')), prober: 'offline' },
    ids: ['prober_offline'],
    confidence: 'certain',
  },
  {
    row: 'the prober, nothing known',
    setting: {
      answers: Object.fromEntries(Object.keys(healthy).map(name => [name, null])),
      prober: 'offline',
    },
    ids: ['prober_offline'],
  },
  {
    row: 'nothing known',
    setting: { answers: { api: nginx(200, { code: 'json_invalid' }) } },
    ids: ['unknown'],
    confidence: 'possible',
  },
];

for (const { row, setting, ids, confidence } of rows) {
  test(`row ${row}: ${ids.join(', then ')}`, () => {
    const findings = diagnose(server(setting));
    assert.deepEqual(
      findings.map(({ id }) => id),
      ids,
    );
    if (confidence !== undefined) assert.equal(findings[0]?.confidence, confidence);
    assert.equal(findings[0]?.runbook, `${documentationUrl}/runbooks/${ids[0]}.md`);
  });
}

test('the confusion matrix has nothing beside its diagonal', t => {
  const counts = new Map<string, number>();
  for (const { setting, ids } of rows) {
    const cell = `${ids[0]} → ${diagnose(server(setting))[0]?.id ?? 'none'}`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  for (const [cell, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    t.diagnostic(`${cell}: ${count}`);
  const wrong = [...counts.keys()].filter(cell => new Set(cell.split(' → ')).size > 1);
  assert.deepEqual(wrong, []);
  const seen = new Set(rows.flatMap(({ ids }) => ids));
  assert.deepEqual(
    diagnosisIds.filter(id => !seen.has(id)),
    [],
    'every cause has a row',
  );
});

/** Modes and everyday events that are nobody's fault. */
const quiet: Readonly<Record<string, Setting>> = {
  'everything works': { answers: healthy },
  'nothing is known yet': { answers: Object.fromEntries(Object.keys(healthy).map(name => [name, null])) },
  'limited federation (row 23), accepted by the configuration': {
    answers: {
      user_page: good(rails(200, { redirects: 1, url: 'https://social.example/auth/sign_in' })),
      ...many('api timeline', good(rails(401))),
    },
  },
  'limited federation (row 23), unknown to the configuration': {
    answers: {
      user_page: rails(200, {
        redirects: 1,
        url: 'https://social.example/auth/sign_in',
        code: 'keyword_missing',
      }),
      ...many('api timeline freshness', rails(401)),
    },
  },
  'feeds for members only (422)': { answers: many('timeline freshness', rails(422)) },
  'one slow answer': { answers: { user_page: { ...good(rails(200)), slow: true } } },
  "a visitor's copy is being refreshed": {
    answers: { edge: rails(200, { headers: { 'x-cached': 'UPDATING' } }) },
  },
  'our own fault': { answers: { api: { up: false, code: 'local_fault' } } },
};

for (const [name, setting] of Object.entries(quiet)) {
  test(`no finding: ${name}`, () => {
    const view = server(setting);
    const judged =
      name === 'our own fault'
        ? {
            ...view,
            components: view.components.map(component =>
              component.name === 'api' ? { ...component, result: null } : component,
            ),
          }
        : view;
    assert.deepEqual(diagnose(judged), []);
  });
}

test('two independent faults are two findings', () => {
  const findings = diagnose(
    server({
      answers: { ...many('main_page user_page', rails(500)), object_storage: s3(403), streaming: nginx(502) },
    }),
  );
  assert.deepEqual(findings.map(({ id }) => id).toSorted(), [
    'object_storage_denied',
    'streaming_down',
    'web_frontend_broken',
  ]);
});

test('a small quiet server whose feed is empty has no stuck background jobs', () => {
  const [finding] = diagnose(server({ answers: { freshness: rails(200, { code: 'json_path_missing' }) } }));
  assert.equal(finding?.id, 'unknown');
});

test('a server without the preset is served by the rules for DNS, TCP, TLS, host, CDN and proxy', () => {
  const cases = [
    [nothing('dns_nxdomain', 'resolve'), 'dns_failure'],
    [nothing('connect_refused', 'connect'), 'server_unreachable'],
    [nothing('tls_expired', 'tls'), 'certificate_expired'],
    [nothing('tls_name_mismatch', 'tls'), 'certificate_untrusted'],
    [cloudflare(522), 'cdn_cannot_reach_origin'],
    [nginx(502), 'web_process_down'],
    [nginx(504), 'overloaded'],
    [nginx(429), 'rate_limited'],
    [nginx(503, { headers: { 'retry-after': '120' } }), 'maintenance_page'],
    [nginx(500), 'unknown'],
  ] as const;
  for (const [answer, id] of cases) {
    const components = ['wiki', 'forum'].map(name =>
      componentView(name, `https://club.example/${name}`, answer),
    );
    const shop = componentView('shop', 'https://shop.example/', good(nginx(200)));
    const [finding] = diagnose({
      domain: 'club.example',
      prober: 'unknown',
      components: [...components, shop],
    });
    assert.equal(finding?.id, id);
  }
});

test('evidence tells of each component what the rule saw, and of those that work as well', () => {
  const [finding] = diagnose(server({ answers: many(streaming, nginx(502)) }));
  assert.deepEqual(finding?.evidence, [
    {
      component: 'streaming',
      up: false,
      host: 'social.example',
      reason: 'http_status',
      code: 'http_status',
      status: 502,
      answeredBy: 'proxy',
      cache: 'none',
    },
    {
      component: 'streaming_websocket',
      up: false,
      host: 'social.example',
      reason: 'http_status',
      code: 'http_status',
      status: 502,
      answeredBy: 'proxy',
      cache: 'none',
    },
    {
      component: 'api',
      up: true,
      host: 'social.example',
      status: 200,
      answeredBy: 'application',
      cache: 'none',
    },
    {
      component: 'health',
      up: true,
      host: 'social.example',
      status: 200,
      answeredBy: 'application',
      cache: 'none',
    },
  ]);
});

test('no command holds what a redirect would smuggle into it', () => {
  const location = 'https://x;reboot/$(reboot)';
  const findings = diagnose(
    server({
      answers: {
        main_page: { ...rails(302, { headers: { location } }), code: 'dns_nxdomain', phase: 'resolve' },
      },
    }),
  );
  assert.equal(findings[0]?.id, 'dns_failure');
  assert.doesNotMatch(JSON.stringify(findings), /reboot/);
});

test('a copy of a cache is compared where the pages are, with the page that there is, and by GET', () => {
  const copies = many('edge activitypub', rails(200, { headers: { 'x-cached': 'STALE' } }));
  const split = server({ answers: { ...copies, ...many('api health', nginx(502)) }, targets: apex });
  const commandFor = (view: ServerView): string => {
    const finding = diagnose(view).find(({ id }) => id === 'hidden_by_cache');
    return finding?.checks[0]?.command ?? '';
  };
  assert.match(commandFor(split), / https:\/\/social\.example\/about;/);
  const { software } = pleroma;
  assert.match(commandFor({ ...split, ...(software && { software }) }), / https:\/\/social\.example\/;/);
  assert.doesNotMatch(commandFor(split), /curl -\w*I/);
});

test('of what is lost below /.well-known that is asked for by hand', () => {
  const commandFor = (answers: Setting['answers']): string => {
    const [finding] = diagnose(server(answers && { answers }));
    return finding?.checks[0]?.command ?? '';
  };
  const page = nginx(404);
  assert.match(
    commandFor({ host_meta: page, activitypub: { ...page, code: 'hm_status' } }),
    /well-known\/host-meta/,
  );
  assert.match(
    commandFor({ activitypub: { ...page, code: 'wf_status' } }),
    /well-known\/webfinger\?resource=acct:/,
  );
});

test('the sentence on an untrusted certificate says what is wrong with it', () => {
  const answers = {
    ...many(web, nothing('tls_name_mismatch', 'tls')),
    streaming: nothing('tls_not_yet_valid', 'tls'),
  };
  const [finding] = diagnose(server({ answers }));
  const expected =
    'The certificate of social.example is not one to trust: it is for other names; it is not valid yet.';
  assert.equal(finding?.sentence, expected);
});

test('of a host that is not reached, the port that was tried is looked at', () => {
  const commands = (host: string): readonly (string | null)[] => {
    const api = componentView('api', `https://${host}/`, nothing('connect_refused', 'connect'));
    const [finding] = diagnose({ domain: 'social.example', prober: 'unknown', components: [api] });
    return finding?.checks.map(({ command }) => command) ?? [];
  };
  assert.ok(commands('social.example:8443').includes("ss -ltnp '( sport = :8443 )'"));
  const usual = "systemctl status nginx --no-pager; ss -ltnp '( sport = :443 or sport = :80 )'";
  assert.ok(commands('social.example').includes(usual));
});

test('no public sentence says that neither pages nor apps work while some do', () => {
  const dead = [
    nothing('dns_nxdomain', 'resolve'),
    nothing('connect_refused', 'connect'),
    cloudflare(522),
    nginx(502),
  ];
  for (const answer of dead) {
    const wiki = componentView('wiki', 'https://wiki.example/', answer);
    const { components, ...rest } = server();
    const [apart] = diagnose({ ...rest, components: [...components, wiki] });
    assert.equal(apart?.publicSentence, partSentence, apart?.id);
    const [total] = diagnose(server({ answers: many(`${web} ${streaming}`, answer) }));
    assert.equal(total?.id, apart?.id);
    assert.notEqual(total?.publicSentence, partSentence, total?.id);
  }
});

test('one part that reads the database does not speak for all of it, and of unknown software for none', () => {
  const { components, ...rest } = server({
    only: ['main_page', 'activitypub', 'nodeinfo'],
    answers: { activitypub: rails(500, { proofs: [templateFound] }) },
  });
  const [named, nameless] = [pleroma, fediverse].map(({ software }) =>
    diagnose({ ...rest, ...(software && { software }), components }),
  );
  assert.deepEqual(
    named?.map(({ id, confidence, publicSentence }) => [id, confidence, publicSentence]),
    [['database_down', 'possible', partSentence]],
  );
  assert.match(named[0]?.sentence ?? '', /or this part alone is broken/);
  assert.deepEqual(
    nameless?.map(({ id }) => id),
    ['unknown'],
  );
  const [streamingAlone] = diagnose(server({ answers: { streaming_database: node(500) } }));
  assert.equal(streamingAlone?.publicSentence, partSentence);
});

test('a copy from a cache is no page that works', () => {
  const copy = good(rails(200, { headers: { 'x-cached': 'HIT' } }));
  const [finding] = diagnose(server({ answers: { ...many(web, nginx(502)), main_page: copy } }));
  assert.equal(finding?.id, 'web_process_down');
  assert.notEqual(finding?.publicSentence, partSentence);
});

test('public sentences name no host and no program', () => {
  const internals = /mastodon|rails|puma|sidekiq|redis|postgres|nginx|proxy|cloudflare|CDN|example|\d{3}/i;
  for (const { setting } of rows) {
    for (const { publicSentence } of diagnose(server(setting))) {
      assert.ok(typeof publicSentence === 'object');
      const { en = '', ko = '' } = publicSentence;
      assert.doesNotMatch(en, internals);
      assert.doesNotMatch(ko, internals);
      assert.match(ko, /[가-힣]/);
    }
  }
});

test('every finding says what to check first', () => {
  for (const { row, setting } of rows) {
    for (const { checks } of diagnose(server(setting))) assert.ok(checks.length > 0, row);
  }
});

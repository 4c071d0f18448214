import { apexRoute } from '../apex.ts';
import { isFor } from '../endpoint.ts';
import { type DemoRequest, wantsJson } from '../message.ts';
import type { Route } from '../route.ts';
import { virtualHost } from '../site.ts';
import type { Application, Software, SoftwareEnvironment } from '../software.ts';
import { storageRoute } from '../storage.ts';
import { assetRoute } from './assets.ts';
import { endpoints } from './endpoints.ts';
import { mastodonFaults } from './fault/index.ts';
import type { Mastodon, RailsEndpoint } from './mastodon.ts';
import { crash, foreignHostAnswer, notFound, redirectAnswer } from './rails.ts';
import { RateLimit } from './rate-limit.ts';
import { streamingPath, streamingRoute } from './streaming.ts';
import { comparedVersions, completeVersion, traitsOf } from './traits.ts';

/** Mastodon 2.9 and later, as it answers behind the nginx configuration that comes with it. */
export const mastodon: Software = {
  name: 'mastodon',
  defaultVersion: '4.5',
  versions: comparedVersions,
  completeVersion,
  start: startMastodon,
};

const components: readonly string[] = [
  'health',
  'main_page',
  'api',
  'streaming',
  'streaming_websocket',
  'user_page',
  'object_storage',
  'host_meta',
  'activitypub',
  'nodeinfo',
  'timeline',
  'assets',
];

function startMastodon(version: string, { site, now }: SoftwareEnvironment): Application {
  const server: Mastodon = { site, now, traits: traitsOf(version), rateLimit: new RateLimit(now) };
  const available = endpoints.map(make => make(server)).filter(endpoint => endpoint !== null);
  return {
    version,
    parts: ['application', 'streaming', 'storage', 'files'],
    components,
    faults: mastodonFaults(server),
    route: request => routeOf(server, available, request),
  };
}

/** What stock nginx would do with a request: by host first, then by path. */
function routeOf(server: Mastodon, available: readonly RailsEndpoint[], request: DemoRequest): Route {
  const { site } = server;
  const host = virtualHost(site, request.host);
  if (host === 'storage') return storageRoute();
  if (host === 'apex') return apexRoute(site, request);
  if (host === 'streaming') return streamingRoute(server, request);
  if (streamingPath.test(request.path)) {
    return site.streamingDomain === site.webDomain
      ? streamingRoute(server, request)
      : railsRoute(streamingOnRails(server));
  }
  if (request.path.startsWith('/packs/')) return assetRoute(server);
  // Rails' HostAuthorization comes before everything else, and spares /health.
  if (host === 'other' && server.traits.hostCheck && request.path !== '/health')
    return railsRoute(foreignHost);
  const endpoint = available.find(candidate => isFor(candidate, request));
  return railsRoute(endpoint ?? nothingHere(server, request));
}

function railsRoute(endpoint: RailsEndpoint): Route {
  return {
    part: 'application',
    component: endpoint.component,
    needs: endpoint.needs,
    outlivesDatabaseMs: endpoint.outlivesDatabaseMs ?? 0,
    answer: request => endpoint.answer(request),
    crash: () => crash(endpoint.errors),
  };
}

/** A request for streaming that nginx gave to Rails: sent on to the streaming host, or unknown to old versions. */
function streamingOnRails(server: Mastodon): RailsEndpoint {
  return {
    path: streamingPath,
    component: null,
    needs: [],
    errors: 'json',
    answer: request => {
      if (!server.traits.streamingRedirect) return notFound(server, request);
      return redirectAnswer(
        server,
        301,
        `http://${server.site.streamingDomain}${request.path}${request.search}`,
      );
    },
  };
}

const foreignHost: RailsEndpoint = {
  path: /^/,
  component: null,
  needs: [],
  errors: 'html',
  answer: foreignHostAnswer,
};

/** A page made by the front-end build, or JSON for whoever asks for that. */
function nothingHere(server: Mastodon, request: DemoRequest): RailsEndpoint {
  return {
    path: /^/,
    component: null,
    needs: wantsJson(request) ? [] : ['frontend'],
    errors: 'html',
    answer: asked => notFound(server, asked),
  };
}

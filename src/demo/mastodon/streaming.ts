/** The streaming server: a Node.js process of its own, next to Rails (streaming/index.js). */
import { randomUUID } from 'node:crypto';
import { type DemoAnswer, type DemoRequest, type HeaderList, httpAnswer } from '../message.ts';
import { nginxServer } from '../nginx.ts';
import type { Route } from '../route.ts';
import type { Mastodon } from './mastodon.ts';
import type { Traits } from './traits.ts';

const healthPath = '/api/v1/streaming/health';

/** Paths below which nginx sends everything to the streaming server. */
export const streamingPath: RegExp = /^\/api\/v1\/streaming(?:\/|$)/;

export function streamingRoute({ traits }: Mastodon, request: DemoRequest): Route {
  if (request.wantsWebSocket) return webSocketRoute(traits, request);
  const isHealth = request.path === healthPath;
  return {
    part: 'streaming',
    component: isHealth ? 'streaming' : null,
    needs: [],
    outlivesDatabaseMs: 0,
    answer: () => (isHealth ? health(traits) : withoutChannel(traits, request)),
    crash: () => jsonError(500, 'An unexpected error occurred'),
  };
}

/** A handshake asks the database exactly when it brings a token, which here is always a wrong one. */
function webSocketRoute(traits: Traits, request: DemoRequest): Route {
  const hasToken =
    request.query.has('access_token') ||
    request.subprotocol !== '' ||
    request.authorization.startsWith('Bearer ');
  return {
    part: 'streaming',
    component: 'streaming_websocket',
    needs: hasToken ? ['database'] : [],
    outlivesDatabaseMs: 0,
    answer: () => {
      if (hasToken) return refusal(traits, 401, 'Invalid access token');
      return traits.anonymousWebSocket === 'open'
        ? { kind: 'websocket' }
        : refusal(traits, 401, 'Missing access token');
    },
    crash: () => refusal(traits, 500, 'An unexpected error occurred'),
  };
}

/** Says that the process lives; asks nobody. */
function health({ streamingHealthCache }: Traits): DemoAnswer {
  const cache: HeaderList = streamingHealthCache === null ? [] : [['Cache-Control', streamingHealthCache]];
  return httpAnswer(
    200,
    [...expressHeaders(), ['Content-Type', 'text/plain'], ...cache, ['Transfer-Encoding', 'chunked']],
    'OK',
  );
}

function withoutChannel({ unknownChannel, errorPrefix }: Traits, { path }: DemoRequest): DemoAnswer {
  const isChannel = /^\/api\/v1\/streaming\/(?:user|public|direct|hashtag|list)\b/.test(path);
  return isChannel || !unknownChannel
    ? jsonError(401, `${errorPrefix}Missing access token`)
    : jsonError(400, `${errorPrefix}Unknown channel requested`);
}

/** A refused handshake. Since 4.3 the message is in a header. */
export function refusal({ anonymousWebSocket }: Traits, status: number, message: string): DemoAnswer {
  if (anonymousWebSocket !== 'header') {
    const text = status === 401 ? 'Unauthorized' : message;
    return httpAnswer(status, [...nginxServer, ['Content-Type', 'text/html']], text);
  }
  return httpAnswer(status, [
    ...nginxServer,
    ['Content-Type', 'text/plain'],
    ['X-Request-Id', randomUUID()],
    ['X-Error-Message', message],
  ]);
}

function jsonError(status: number, error: string): DemoAnswer {
  return httpAnswer(
    status,
    [...expressHeaders(), ['Content-Type', 'application/json; charset=utf-8']],
    JSON.stringify({ error }),
  );
}

function expressHeaders(): HeaderList {
  return [
    ...nginxServer,
    ['X-Powered-By', 'Express'],
    ['X-Request-Id', randomUUID()],
    ['Access-Control-Allow-Origin', '*'],
  ];
}

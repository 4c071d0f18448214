import type { Endpoint } from './endpoint.ts';
import type { DemoAnswer, DemoRequest } from './message.ts';
import type { Dependency, Part } from './route.ts';

/** Where a software takes WebSockets. */
export interface WebSocketStyle {
  readonly path: string | RegExp;
  /** The application unless given. */
  readonly part?: Part;
  readonly needs?: readonly Dependency[];
  /** What it says to a handshake; accepts it unless given. */
  readonly answer?: (request: DemoRequest) => DemoAnswer;
}

/** The handshakes of the streaming API. Requests for the same path that ask for no upgrade are not for this one. */
export function webSocket({ path, part = 'application', needs = [], answer }: WebSocketStyle): Endpoint {
  return {
    path,
    part,
    accepts: ({ wantsWebSocket }) => wantsWebSocket,
    component: 'streaming_websocket',
    needs,
    answer: answer ?? (() => ({ kind: 'websocket' })),
  };
}

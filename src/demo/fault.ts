import type { DemoAnswer, DemoRequest } from './message.ts';
import type { Route } from './route.ts';

/**
 * Where on the way a fault sits, outermost first: between the client and the web server (network, CDN), in the cache of
 * the proxy, in the proxy, or in the program itself.
 */
export const layers = ['outside', 'cache', 'proxy', 'program'] as const;

export type Layer = (typeof layers)[number];

/** One request on its way through a fault. */
export interface Visit {
  readonly request: DemoRequest;
  readonly route: Route;
  /** For how long the fault has been there. Milliseconds. */
  readonly activeMs: number;
}

/** Hands a request on to what lies behind. */
export type Next = (request: DemoRequest) => DemoAnswer | Promise<DemoAnswer>;

/** One way to break the simulated server. */
export interface Fault {
  /** `[a-z0-9_:]+`: the diagnosis that it should lead to, with a suffix where there are variants. */
  readonly id: string;
  /** What happens, in one sentence. */
  readonly summary: string;
  /** What a monitor should conclude; null: nothing (a mode of operation, or no cause to be read off it). */
  readonly diagnosis: string | null;
  readonly layer: Layer;
  /** Answers in place of what lies behind, changes what that answers, or lets the request pass. */
  intercept(visit: Visit, next: Next): DemoAnswer | Promise<DemoAnswer>;
}

/** A fault that replaces the answers of some routes and touches no other. */
export function replacing(
  about: Pick<Fault, 'id' | 'summary' | 'diagnosis' | 'layer'>,
  hits: (route: Route, request: DemoRequest) => boolean,
  answer: (request: DemoRequest, route: Route) => DemoAnswer,
): Fault {
  return {
    ...about,
    intercept: ({ request, route }, next) => (hits(route, request) ? answer(request, route) : next(request)),
  };
}

/** What the proxy answers in place of the application. Programs that ask it fail; everything else is well. */
export function inPlaceOfApplication(
  { request, route }: Visit,
  next: Next,
  answer: Next,
): DemoAnswer | Promise<DemoAnswer> {
  if (route.part === 'application') return answer(request);
  return route.needs.includes('application') ? route.crash(request) : next(request);
}

/** A name that no fault has. The message names those that there are. */
export class UnknownFaultError extends Error {
  override readonly name = 'UnknownFaultError';
}

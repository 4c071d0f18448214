import Negotiator from 'negotiator';
import type { DemoAnswer, DemoRequest } from './message.ts';
import type { Dependency, Part } from './route.ts';

/** One thing that a simulated program answers to. */
export interface Endpoint {
  /** Exact path, or a pattern for the whole of it. */
  readonly path: string | RegExp;
  /** `GET` unless given, which takes HEAD along. */
  readonly method?: 'GET' | 'POST';
  /** Which requests for this path are meant; all of them when absent. */
  readonly accepts?: (request: DemoRequest) => boolean;
  /** The component of the monitor that is asked for here; null: none is. */
  readonly component: string | null;
  /** Which program it is; the application unless given. */
  readonly part?: Part;
  readonly needs: readonly Dependency[];
  /** For how long a copy of its own outlives the database. Milliseconds; 0 unless given. */
  readonly outlivesDatabaseMs?: number;
  answer(request: DemoRequest): DemoAnswer;
  /** What it answers when its own code fails, where that is not what the whole program does. */
  readonly crash?: (request: DemoRequest) => DemoAnswer;
}

/** Whether a request is meant for this endpoint. */
export function isFor({ path, method = 'GET', accepts }: Endpoint, request: DemoRequest): boolean {
  if ((request.method === 'HEAD' ? 'GET' : request.method) !== method) return false;
  const isPath = typeof path === 'string' ? path === request.path : path.test(request.path);
  return isPath && (accepts?.(request) ?? true);
}

/** Whether a client takes one of these media types; without `Accept` it takes any (RFC 9110 §12.5.1). */
export function takesOneOf(mediaTypes: readonly string[], { accept }: DemoRequest): boolean {
  return accept === '' || new Negotiator({ headers: { accept } }).mediaTypes([...mediaTypes]).length > 0;
}

/** Whether a client is another server that asks for the ActivityPub document behind a page (ActivityPub §3.2). */
export function wantsActivity({ accept }: DemoRequest): boolean {
  return /^application\/(?:activity\+json|ld\+json|json)\b/.test(accept);
}

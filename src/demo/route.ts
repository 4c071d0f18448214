import type { DemoAnswer, DemoRequest } from './message.ts';

/**
 * Which program answers a request: the application (pages, API, federation), the one that makes the pages where that is
 * a program of its own, the streaming server, the object storage, the files that the proxy serves itself, or the web
 * server of the bare domain. They fail apart.
 */
export type Part = 'application' | 'pages' | 'streaming' | 'storage' | 'files' | 'apex';

/** What an answer cannot be made without. `application`: of a program that asks it. */
export type Dependency = 'application' | 'database' | 'redis' | 'frontend' | 'schema';

/** Where a request ends up, and what that place would answer. */
export interface Route {
  readonly part: Part;
  /** The component of the monitor that lives on this route; null: none does. */
  readonly component: string | null;
  readonly needs: readonly Dependency[];
  /** For how long a copy of its own outlives the database. Milliseconds. */
  readonly outlivesDatabaseMs: number;
  /** What the program answers in health. */
  answer(request: DemoRequest): DemoAnswer;
  /** What the program answers when its own code fails. */
  crash(request: DemoRequest): DemoAnswer;
}

/** Whether the web server's machine takes part: everything but the object storage, which is somebody else's. */
export function isOnWebServer({ part }: Route): boolean {
  return part !== 'storage' && part !== 'apex';
}

import type { WebSecurity, WebSecuritySource } from '../core/web-security.ts';
import { createOperatorApp, createPublicApp } from './app.ts';
import type { ServerDeps } from './deps.ts';
import { type Address, defaultLimits, type Listener, type ListenLimits, listen } from './listen.ts';

/** Where to listen, and how. */
export interface HttpServerOptions {
  /** The operator's pages, and the public ones. */
  readonly operator: Address;
  /** The public pages alone; null: nowhere else. */
  readonly public: Address | null;
  /** null: plain HTTP for everyone. */
  readonly security: WebSecuritySource | null;
  readonly limits?: ListenLimits;
}

/** The listeners of the program. Disposing stops them all, within five seconds. */
export interface HttpServer extends AsyncDisposable {
  readonly operator: Listener;
  readonly public: Listener | null;
}

/** Starts to listen, at both addresses or not at all. Rejects with a ListenError. */
export async function startServer(deps: ServerDeps, options: HttpServerOptions): Promise<HttpServer> {
  const { limits = defaultLimits } = options;
  const security = options.security ?? unprotected;
  await using started = new AsyncDisposableStack();
  const operator = await listen(createOperatorApp(deps, security), options.operator, security, limits);
  started.use(operator);
  const forVisitors =
    options.public && (await listen(createPublicApp(deps, security), options.public, security, limits));
  started.move();
  return {
    operator,
    public: forVisitors,
    async [Symbol.asyncDispose]() {
      // Both at once: one after the other could take twice the time.
      await Promise.all([operator[Symbol.asyncDispose](), forVisitors?.[Symbol.asyncDispose]()]);
    },
  };
}

const unprotected: WebSecuritySource = {
  current: () => nothingToProtect,
};

const nothingToProtect: WebSecurity = { tls: null, headers: {}, users: new Map() };

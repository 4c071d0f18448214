/** Discovery as the command runs it, and a look at what it wrote. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { discoverDeps } from '../../src/cli/discoverer.ts';
import { toResult } from '../../src/core/result.ts';
import { type DiscoverDeps, discover } from '../../src/discover/discover.ts';
import type { Discovery, DiscoveryOutcome, NothingFound } from '../../src/discover/discovery.ts';
import { type WriteOptions, writeConfig } from '../../src/discover/write.ts';
import { loadConfigText } from './load-config-text.ts';

const writeOptions: WriteOptions = { at: Date.UTC(2026, 10, 22), version: '1.2.3', pageUrl: null };

export async function discoverAt(
  domain: string,
  deps: Partial<DiscoverDeps> = {},
): Promise<DiscoveryOutcome> {
  const { signal } = new AbortController();
  return await discover(domain, { ...discoverDeps(signal), pageUrl: null, progress: () => {}, ...deps });
}

/** A discovery that must succeed, and the file that it writes. */
export async function found(
  domain: string,
  deps: Partial<DiscoverDeps> = {},
): Promise<Discovery & { readonly text: string }> {
  const outcome = await discoverAt(domain, deps);
  if (outcome.kind === 'nothing') throw new Error(`nothing found: ${JSON.stringify(outcome)}`);
  const options = { ...writeOptions, pageUrl: deps.pageUrl ?? null };
  return { ...outcome, text: writeConfig([outcome], options) };
}

/** A discovery that must fail. */
export async function nothingAt(domain: string, deps: Partial<DiscoverDeps> = {}): Promise<NothingFound> {
  const outcome = await discoverAt(domain, deps);
  if (outcome.kind === 'found') throw new Error(`something was found: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** What is wrong with each component of a configuration, by name; null: it is up. */
export async function complaints(text: string): Promise<Readonly<Record<string, string | null>>> {
  const { components, userAgent } = await loadConfigText(text);
  const entries = await Promise.all(
    components.map(async ({ component, prepared }) => {
      const outcome = await prepared.start({ userAgent })({ signal: AbortSignal.timeout(5000) });
      const { verdict } = toResult(component, outcome, { at: Date.now(), durationMs: 0 });
      return [component.name, verdict.cause?.message ?? null] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** Names of the components that are not up. */
export async function downIn(text: string): Promise<readonly string[]> {
  const all = Object.entries(await complaints(text));
  return all.filter(([, message]) => message !== null).map(([name]) => name);
}

/** Counts what the servers of this process are asked, by host, until it is disposed of. Handshakes are not counted. */
export function countRequests(): Disposable & { readonly byHost: ReadonlyMap<string, number> } {
  const byHost = new Map<string, number>();
  const onRequest = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    const host = request.headers.host ?? '';
    byHost.set(host, (byHost.get(host) ?? 0) + 1);
  };
  subscribe('http.server.request.start', onRequest);
  return {
    byHost,
    [Symbol.dispose]: () => void unsubscribe('http.server.request.start', onRequest),
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from '@fedify/fedify';
import { Person } from '@fedify/vocab';

/** A real ActivityPub server that nobody here wrote, with one user. */
export interface FedifyServer extends AsyncDisposable {
  /** `localhost:PORT` */
  readonly domain: string;
}

/** Starts a Fedify server on loopback with the user `alice`, whom its nodeinfo names. */
export async function startFedifyServer(): Promise<FedifyServer> {
  const federation = createFederation<void>({ kv: new MemoryKvStore() });
  const keyPair = await generateCryptoKeyPair('RSASSA-PKCS1-v1_5');
  federation
    .setActorDispatcher('/users/{identifier}', async (context, identifier) => {
      if (identifier !== 'alice') return null;
      const [keys] = await context.getActorKeyPairs(identifier);
      return new Person({
        id: context.getActorUri(identifier),
        inbox: context.getInboxUri(identifier),
        preferredUsername: identifier,
        publicKey: keys?.cryptographicKey ?? null,
      });
    })
    .setKeyPairsDispatcher(() => [keyPair]);
  federation.setNodeInfoDispatcher('/ni/2.1', () => ({
    software: { name: 'example-app', version: '1.2.3' },
    protocols: ['activitypub'],
    usage: { users: { total: 1 }, localPosts: 0, localComments: 0 },
    metadata: { staffAccounts: ['alice'] },
  }));
  federation.setInboxListeners('/users/{identifier}/inbox', '/inbox');
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = `http://${request.headers.host}${request.url}`;
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const answer = await federation.fetch(new Request(url, { method: request.method ?? 'GET', headers }), {
      contextData: undefined,
      // The application behind it, which has one page.
      onNotFound: ({ url: asked }) => (new URL(asked).pathname === '/' ? homePage() : notFound()),
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    domain: `localhost:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

function homePage(): Response {
  return new Response('<!DOCTYPE html><title>An application</title>', {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}

function notFound(): Response {
  return new Response('Not found', { status: 404 });
}

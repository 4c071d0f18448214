/**
 * The simulated server: a fediverse server on loopback that answers as the real software does, and breaks on command.
 * For first runs, fire drills and tests.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { control, isControl } from './control.ts';
import { commonFaults } from './fault/index.ts';
import { FaultBoard } from './fault-board.ts';
import type { DemoAnswer, DemoRequest, HttpAnswer } from './message.ts';
import { type Site, siteAt } from './site.ts';
import { softwares } from './software/index.ts';
import type { Application, Software } from './software.ts';
import { readRequest, writeRefusal, writeResponse } from './wire.ts';

export interface DemoOptions {
  /** Port 0: any that is free. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Name of a simulated software: `mastodon`, … */
  readonly software: string;
  /** Of that software: `4.5`, `3.5.3`. Unless given, the one that it is best simulated in. */
  readonly version?: string | undefined;
  /** Handles carry `localhost:PORT` instead of the web domain. */
  readonly splitDomain?: boolean;
  /** The streaming API has a host of its own. */
  readonly ownStreamingHost?: boolean;
  /** How long slow answers take, in milliseconds; 5000 unless given. */
  readonly slowMs?: number;
  /** Epoch milliseconds; the system's unless given. */
  readonly now?: () => number;
}

/** A running simulated server. Disposing of it ends every connection. */
export interface Demo extends AsyncDisposable {
  readonly port: number;
  readonly site: Site;
  /** Name of what is simulated. */
  readonly software: string;
  /** Complete: `4.5.3`. */
  readonly version: string;
  /** Every fault that can be set. */
  readonly faults: readonly DemoFault[];
  /** Ids of the faults that are set. */
  readonly active: readonly string[];
  /** Sets a fault. Throws `UnknownFaultError`. */
  break(fault: string): void;
  /** Takes a fault away, or all of them. Throws `UnknownFaultError`. */
  heal(fault?: string): void;
}

export interface DemoFault {
  readonly id: string;
  readonly summary: string;
  /** What a monitor should conclude; null: nothing. */
  readonly diagnosis: string | null;
}

/** A software or version that cannot be simulated. The message is for the operator. */
export class DemoOptionsError extends Error {
  override readonly name = 'DemoOptionsError';
}

/** Starts a simulated server. Rejects with {@link DemoOptionsError}, or with the error of `listen`. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { software, version } = toSimulate(options);
  const server = createServer();
  const port = await listening(server, options.listen);
  const { splitDomain = false, ownStreamingHost = false, slowMs = 5_000, now = Date.now } = options;
  const site = siteAt(port, { name: software.name, splitDomain, ownStreamingHost });
  const application = software.start(version, { site, now });
  const faults = [...application.faults, ...commonFaults({ ...application, site, slowMs })];
  return new RunningDemo(server, {
    software: software.name,
    application,
    site,
    board: new FaultBoard(faults, now),
  });
}

/** A software and its complete version. Throws {@link DemoOptionsError}. */
export function toSimulate({ software: name, version }: Pick<DemoOptions, 'software' | 'version'>): {
  readonly software: Software;
  readonly version: string;
} {
  const software = softwareNamed(name);
  return { software, version: versionOf(software, version ?? software.defaultVersion) };
}

function softwareNamed(name: string): Software {
  const software = softwares.find(candidate => candidate.name === name);
  if (software !== undefined) return software;
  const names = softwares.map(candidate => candidate.name).join(', ');
  throw new DemoOptionsError(`cannot simulate '${name}'; there are: ${names}`);
}

function versionOf(software: Software, version: string): string {
  const complete = software.completeVersion(version);
  if (complete !== null) return complete;
  const { name, versions } = software;
  throw new DemoOptionsError(
    `cannot simulate ${name} '${version}'; there are, for example: ${versions.join(', ')}`,
  );
}

async function listening(server: Server, listen: DemoOptions['listen']): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(listen, () => {
    server.off('error', reject);
    resolve();
  });
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

interface Simulation {
  readonly software: string;
  readonly application: Application;
  readonly site: Site;
  readonly board: FaultBoard;
}

class RunningDemo implements Demo {
  readonly site: Site;
  readonly software: string;
  readonly version: string;
  readonly #server: Server;
  readonly #simulation: Simulation;
  readonly #webSockets = new WebSocketServer({ noServer: true });
  /** Connections that were upgraded, or asked for it: the server no longer knows them. */
  readonly #upgraded = new Set<Duplex>();
  readonly #stop = new AbortController();

  constructor(server: Server, simulation: Simulation) {
    this.#server = server;
    this.#simulation = simulation;
    this.site = simulation.site;
    this.software = simulation.software;
    this.version = simulation.application.version;
    server.on(
      'request',
      (message: IncomingMessage, response: ServerResponse) => void this.#respond(message, response),
    );
    server.on('upgrade', (message, socket, head) => void this.#upgrade(message, socket, head));
  }

  get port(): number {
    return this.site.port;
  }

  get faults(): readonly DemoFault[] {
    return this.#simulation.board.faults.map(({ id, summary, diagnosis }) => ({ id, summary, diagnosis }));
  }

  get active(): readonly string[] {
    return this.#simulation.board.active;
  }

  break(fault: string): void {
    this.#simulation.board.break(fault);
  }

  heal(fault?: string): void {
    this.#simulation.board.heal(fault);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    for (const socket of this.#upgraded) socket.destroy();
    if (!this.#server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  async #respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    message.resume();
    const request = readRequest(message, this.#signalOf(response));
    const answer = await this.#answer(request, message);
    if (answer.kind === 'http') writeResponse(response, answer);
    else response.destroy();
  }

  async #upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.#upgraded.add(socket);
    socket.once('close', () => this.#upgraded.delete(socket));
    // The other side may vanish at any time, which is no trouble of ours.
    socket.on('error', () => socket.destroy());
    const answer = await this.#answer(readRequest(message, this.#signalOf(socket)), message);
    if (answer.kind === 'http') writeRefusal(socket, answer);
    else if (answer.kind === 'hang_up') socket.destroy();
    else this.#webSockets.handleUpgrade(message, socket, head, accept);
  }

  async #answer(request: DemoRequest, message: IncomingMessage): Promise<DemoAnswer> {
    if (isControl(request)) return this.#control(request, message);
    const { board, application } = this.#simulation;
    return await board.answer(request, last => application.route(last));
  }

  #control(request: DemoRequest, message: IncomingMessage): HttpAnswer {
    const { board, site } = this.#simulation;
    const deps = { board, site, software: this.software, version: this.version };
    return control(deps, request, message.socket.remoteAddress ?? '');
  }

  /** Aborts when the client is gone or the demo stops. */
  #signalOf(connection: { once(event: 'close', listener: () => void): unknown }): AbortSignal {
    const gone = new AbortController();
    connection.once('close', () => gone.abort());
    return AbortSignal.any([this.#stop.signal, gone.signal]);
  }
}

/** Nothing ever happens on this server: the connection is kept until the client ends it. */
function accept(webSocket: WebSocket): void {
  webSocket.on('error', () => webSocket.terminate());
}

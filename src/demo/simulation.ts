/** Makes a simulated software of a description: what it answers to, what is on all of its answers, how it fails. */
import { apexRoute } from './apex.ts';
import { type Endpoint, isFor } from './endpoint.ts';
import type { Fault } from './fault.ts';
import type { DemoAnswer, DemoRequest, HeaderList } from './message.ts';
import { nginxServer } from './nginx.ts';
import type { Route } from './route.ts';
import { virtualHost } from './site.ts';
import type { Application, Software, SoftwareEnvironment } from './software.ts';
import { storageRoute } from './storage.ts';

/** One installation of a simulated software. */
export interface Installation extends SoftwareEnvironment {
  /** Complete. */
  readonly version: string;
}

/** A software as one file describes it. */
export interface Description {
  /** As in its nodeinfo; also the first label of the simulated domain. */
  readonly name: string;
  /** Complete versions, the one that is simulated unless another is asked for first. */
  readonly versions: readonly [string, ...string[]];
  readonly program: (installation: Installation) => Program;
}

/** What runs behind the proxy. */
export interface Program {
  /** The first that fits a request answers it. */
  readonly endpoints: readonly Endpoint[];
  /** What is on all of its answers, its own errors included. The proxy adds `Server`. */
  readonly headers: HeaderList;
  /** Answers before any endpoint is asked; null lets the request pass. */
  readonly before?: (request: DemoRequest) => DemoAnswer | null;
  /** Answers whatever no endpoint fits. */
  readonly otherwise: (request: DemoRequest) => DemoAnswer;
  /** Answers a request for which its own code fails. */
  readonly crash: (request: DemoRequest) => DemoAnswer;
  /** The ways to break that only this software has. */
  readonly faults: readonly Fault[];
}

/** The simulated software for a description. */
export function simulated({ name, versions, program }: Description): Software {
  return {
    name,
    defaultVersion: versions[0],
    versions,
    completeVersion: version =>
      versions.find(known => known === version || known.startsWith(`${version}.`)) ?? null,
    start: (version, environment) =>
      applicationOf(program({ ...environment, version }), version, environment),
  };
}

function applicationOf(program: Program, version: string, { site }: SoftwareEnvironment): Application {
  const storage = storageRoute();
  const parts = program.endpoints.map(partOf);
  const components = program.endpoints.map(({ component }) => component).filter(name => name !== null);
  return {
    version,
    parts: [...new Set([...parts, storage.part])],
    components: [...new Set([...components, 'object_storage'])],
    faults: program.faults.map(fault => signed(fault, program)),
    route: request => {
      const host = virtualHost(site, request.host);
      if (host === 'storage') return storage;
      if (host === 'apex') return apexRoute(site, request);
      const endpoint = program.endpoints.find(candidate => isFor(candidate, request));
      return routeTo(program, endpoint ?? nothing(program));
    },
  };
}

function routeTo({ headers, before, crash }: Program, endpoint: Endpoint): Route {
  const { component, needs, outlivesDatabaseMs = 0 } = endpoint;
  return {
    part: partOf(endpoint),
    component,
    needs,
    outlivesDatabaseMs,
    answer: request => stamped(before?.(request) ?? endpoint.answer(request), headers),
    crash: request => stamped((endpoint.crash ?? crash)(request), headers),
  };
}

function nothing({ otherwise }: Program): Endpoint {
  return { path: /^/, component: null, needs: [], answer: otherwise };
}

function partOf({ part = 'application' }: Endpoint): Route['part'] {
  return part;
}

/** What the program says when one of its own faults hits it is as much its answer as any. */
function signed(fault: Fault, { headers }: Program): Fault {
  return {
    ...fault,
    intercept: async (visit, next) => stamped(await fault.intercept(visit, next), headers),
  };
}

/** Marks an answer once. */
function stamped(answer: DemoAnswer, headers: HeaderList): DemoAnswer {
  if (answer.kind !== 'http' || answer.headers.some(([name]) => name === 'Server')) return answer;
  return { ...answer, headers: [...nginxServer, ...answer.headers, ...headers] };
}

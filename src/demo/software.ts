import type { Fault } from './fault.ts';
import type { DemoRequest } from './message.ts';
import type { Part, Route } from './route.ts';
import type { Site } from './site.ts';

/** What a simulated software is given to run with. */
export interface SoftwareEnvironment {
  readonly site: Site;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A running simulation of one server software, without the wire. */
export interface Application {
  /** The full version that it says it is. */
  readonly version: string;
  /** The programs that there are: a fault of another one does not exist here. */
  readonly parts: readonly Part[];
  /** Components that can be broken alone. */
  readonly components: readonly string[];
  /** The ways to break that only this software has. */
  readonly faults: readonly Fault[];
  /** Every request has a route, if only one that answers 404. */
  route(request: DemoRequest): Route;
}

/** A server software that can be simulated. The registry is `software/index.ts`. */
export interface Software {
  /** As in its nodeinfo; also the first label of the simulated domain. */
  readonly name: string;
  readonly defaultVersion: string;
  /** Completes a version such as `4.5` to `4.5.3`; null when this software is not simulated in that version. */
  completeVersion(version: string): string | null;
  /** Versions that are known to be simulated well, for messages. */
  readonly versions: readonly string[];
  /** `version` is a completed one. */
  start(version: string, environment: SoftwareEnvironment): Application;
}

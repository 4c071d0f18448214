import { type Fault, layers, type Next, UnknownFaultError } from './fault.ts';
import type { DemoAnswer, DemoRequest } from './message.ts';
import type { Route } from './route.ts';

/** Which faults there are, and which of them are there now. */
export class FaultBoard {
  readonly faults: readonly Fault[];
  readonly #now: () => number;
  /** Instants by fault id. */
  readonly #since = new Map<string, number>();

  constructor(faults: readonly Fault[], now: () => number) {
    this.faults = [...faults].sort((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer));
    this.#now = now;
  }

  /** Ids, outermost layer first. */
  get active(): readonly string[] {
    return this.faults.map(({ id }) => id).filter(id => this.#since.has(id));
  }

  /** Breaking twice is breaking once: the fault keeps its age. Throws {@link UnknownFaultError}. */
  break(id: string): void {
    this.#require(id);
    if (!this.#since.has(id)) this.#since.set(id, this.#now());
  }

  /** Without an id everything is healed. Throws {@link UnknownFaultError}. */
  heal(id?: string): void {
    if (id === undefined) {
      this.#since.clear();
      return;
    }
    this.#require(id);
    this.#since.delete(id);
  }

  /** Sends a request through the active faults, outermost first, to the route that it belongs to. */
  async answer(request: DemoRequest, routeOf: (request: DemoRequest) => Route): Promise<DemoAnswer> {
    let next: Next = last => routeOf(last).answer(last);
    const now = this.#now();
    for (const fault of this.faults.toReversed()) {
      const since = this.#since.get(fault.id);
      if (since !== undefined) next = through(fault, now - since, routeOf, next);
    }
    return await next(request);
  }

  #require(id: string): void {
    if (this.faults.some(fault => fault.id === id)) return;
    const known = this.faults.map(fault => fault.id).join(', ');
    throw new UnknownFaultError(`unknown fault '${id}'; there are: ${known}`);
  }
}

function through(fault: Fault, activeMs: number, routeOf: (request: DemoRequest) => Route, next: Next): Next {
  return request => fault.intercept({ request, route: routeOf(request), activeMs }, next);
}

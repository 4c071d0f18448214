import type { Stretch, StretchKind } from '../core/stretch.ts';

/** Values by what stretches that continue each other have in common. No text is made to look one up. */
export class StretchIndex<Value> {
  readonly #byKind = new Map<StretchKind, Map<string, Map<string, Value>>>();

  get({ kind, server, component }: Stretch): Value | undefined {
    return this.#byKind.get(kind)?.get(server)?.get(component);
  }

  set({ kind, server, component }: Stretch, value: Value): void {
    const byServer = inner(this.#byKind, kind);
    inner(byServer, server).set(component, value);
  }

  *values(): Iterable<Value> {
    for (const byServer of this.#byKind.values()) {
      for (const byComponent of byServer.values()) yield* byComponent.values();
    }
  }

  /** Keeps the values that are wanted. */
  keep(isWanted: (value: Value) => boolean): void {
    for (const byServer of this.#byKind.values()) {
      for (const byComponent of byServer.values()) {
        for (const [component, value] of byComponent) if (!isWanted(value)) byComponent.delete(component);
      }
    }
  }

  clear(): void {
    this.#byKind.clear();
  }
}

function inner<Outer, Key, Value>(outer: Map<Outer, Map<Key, Value>>, key: Outer): Map<Key, Value> {
  const known = outer.get(key);
  if (known !== undefined) return known;
  const made = new Map<Key, Value>();
  outer.set(key, made);
  return made;
}

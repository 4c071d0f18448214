const inspect = Symbol.for('nodejs.util.inspect.custom');

/** What every view of a secret shows. */
export const secretMask = '<secret>';

/** A value from the configuration that must not show anywhere. Only what sends it, or hides it, calls {@link reveal}. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return secretMask;
  }

  toJSON(): string {
    return secretMask;
  }

  static {
    Object.defineProperty(Secret.prototype, inspect, { value: () => secretMask });
  }
}

/** A text as it is, secret or not. For what sends it alone. */
export function revealed(text: string | Secret): string {
  return typeof text === 'string' ? text : text.reveal();
}

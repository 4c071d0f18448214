/** More are forgotten, and found anew. */
const mostKept = 1024;

/**
 * One object for equal values, since most of what is kept of thousands of components says the same. What is put in must
 * never change.
 */
export class Pool<Value extends object> {
  readonly #kept = new Map<string, Value>();
  readonly #isSame: (one: Value, other: Value) => boolean;

  /** `isSame`: of values with equal keys; where it is left out, these are equal. */
  constructor(isSame: (one: Value, other: Value) => boolean = () => true) {
    this.#isSame = isSame;
  }

  /** The value that is kept for a key, if it equals this one; else this one, which is kept from now on. */
  share(key: string, value: Value): Value {
    const known = this.#kept.get(key);
    if (known !== undefined && this.#isSame(known, value)) return known;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(key, value);
    return value;
  }
}

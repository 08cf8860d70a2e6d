/** What is made of an estate's answers once, by name: one collection is asked about many proofs. */
export class Memo<T> {
  readonly #made = new WeakMap<object, Map<string, T>>();

  of(estate: object, name: string, make: () => T): T {
    const own = this.#made.get(estate) ?? new Map<string, T>();
    this.#made.set(estate, own);
    const known = own.get(name);
    if (known !== undefined) return known;
    const made = make();
    own.set(name, made);
    return made;
  }
}

/** Things that many need at the same time and that are fetched once: keys, initialisation sections. Forgets the oldest. */
export class Shelf<T> {
  readonly #things = new Map<string, Promise<T>>();
  readonly #most: number;

  /** @param most how many are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** What was fetched under this name, or is being fetched; a failure is not kept. */
  get(name: string, fetch: () => Promise<T>): Promise<T> {
    const there = this.#things.get(name);
    if (there !== undefined) return there;
    const fetched = fetch();
    this.#things.set(name, fetched);
    fetched.catch(() => {
      if (this.#things.get(name) === fetched) this.#things.delete(name);
    });
    for (const oldest of this.#things.keys()) {
      if (this.#things.size <= this.#most) break;
      this.#things.delete(oldest);
    }
    return fetched;
  }

  /** Has it fetched again the next time: it turned out to be wrong. */
  forget(name: string): void {
    this.#things.delete(name);
  }
}

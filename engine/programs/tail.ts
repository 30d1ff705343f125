/** Keeps the end of what a program writes, for it says last why it failed. */
export class Tail {
  readonly #most: number;
  #kept: Buffer = Buffer.alloc(0);

  /** @param most bytes that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  add(bytes: Buffer): void {
    const joined = Buffer.concat([this.#kept, bytes]);
    this.#kept = joined.length > this.#most ? Buffer.from(joined.subarray(joined.length - this.#most)) : joined;
  }

  /** A line that was cut in half at the beginning is left out. */
  get text(): string {
    const text = this.#kept.toString('utf8');
    const cut = this.#kept.length === this.#most ? text.indexOf('\n') + 1 : 0;
    return text.slice(cut).trim();
  }
}

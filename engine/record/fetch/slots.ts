interface Waiting {
  readonly order: number;
  readonly grant: () => void;
}

/** A bounded number of requests at a time; whoever stands first in the stream goes first, also when trying again. */
export class Slots {
  #width: number;
  #taken = 0;
  readonly #waiting: Waiting[] = [];
  readonly #mayBegin: (order: number) => boolean;

  /** @param mayBegin whether somebody may have a turn; when not, neither may those behind, until `look` is called */
  constructor(width: number, mayBegin: (order: number) => boolean = () => true) {
    this.#width = width;
    this.#mayBegin = mayBegin;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  set width(width: number) {
    this.#width = width;
    this.#grant();
  }

  /**
   * Waits for a turn.
   * @returns gives it back
   * @throws the reason of the signal
   */
  async take(order: number, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        order,
        grant: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      const at = this.#waiting.findIndex((other) => other.order > order);
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, waiting);
      this.#grant();
    });
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#taken -= 1;
      this.#grant();
    };
  }

  /** More may begin now. */
  look(): void {
    this.#grant();
  }

  #grant(): void {
    while (this.#taken < this.#width) {
      const next = this.#waiting[0];
      if (next === undefined || !this.#mayBegin(next.order)) return;
      this.#waiting.shift();
      this.#taken += 1;
      next.grant();
    }
  }
}

import type { Missing } from '../journal-entry.ts';
import type { StoredSegment } from '../stored.ts';
import type { EpochChange } from './sink.ts';

/** How a place in the line comes out. */
export type Outcome =
  | { readonly type: 'stored'; readonly segment: StoredSegment }
  | { readonly type: 'missing'; readonly missing: Missing }
  | { readonly type: 'epoch'; readonly change: EpochChange }
  /** nobody cares for it any more, or perhaps it never was; `missing` is what it is when something behind it is stored */
  | { readonly type: 'dropped'; readonly missing: Missing };

export type Delivered = Exclude<Outcome, { type: 'dropped' }>;

/** A place that is still open. */
export interface Place {
  readonly order: number;
  settle(outcome: Outcome): void;
}

interface Entry {
  outcome: Outcome | null;
}

/** Hands on in the order of the stream what is ready in any order. */
export class Line {
  readonly #deliver: (outcome: Delivered) => Promise<void> | void;
  readonly #emptied: () => void;
  readonly #failed: (error: unknown) => void;
  readonly #entries: Entry[] = [];
  #count = 0;
  #busy = false;
  #broken = false;
  #whenIdle: (() => void) | null = null;

  /**
   * @param emptied told when nothing is left that is to be delivered
   * @param failed told when `deliver` throws; nothing is delivered afterwards
   */
  constructor(
    deliver: (outcome: Delivered) => Promise<void> | void,
    emptied: () => void,
    failed: (error: unknown) => void,
  ) {
    this.#deliver = deliver;
    this.#emptied = emptied;
    this.#failed = failed;
  }

  /** Whether nothing is left that is to be delivered. */
  get isEmpty(): boolean {
    return this.#entries.every(({ outcome }) => outcome?.type === 'dropped');
  }

  /** The order of the place that is handed on next. */
  get next(): number {
    return this.#count - this.#entries.length;
  }

  /** Adds a place at the end. */
  add(): Place {
    const entry: Entry = { outcome: null };
    this.#entries.push(entry);
    const order = this.#count;
    this.#count += 1;
    return {
      order,
      settle: (outcome) => {
        entry.outcome = outcome;
        if (!this.#busy && !this.#broken) void this.#drain();
      },
    };
  }

  /** Resolves when everything is delivered that is to be, as far as it has settled. */
  async finish(): Promise<void> {
    if (this.#busy) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
  }

  /** Delivers nothing more. Resolves when the last delivery is over. */
  async close(): Promise<void> {
    this.#broken = true;
    await this.finish();
  }

  /** In their order; what was dropped is missing where something behind it is stored, so that whoever goes on goes on behind it. */
  async #drain(): Promise<void> {
    this.#busy = true;
    try {
      for (;;) {
        const outcome = this.#entries[0]?.outcome ?? null;
        if (this.#broken || outcome === null) break;
        const dropped = outcome.type === 'dropped';
        if (dropped && !this.#entries.some((entry) => entry.outcome?.type === 'stored')) break;
        await this.#deliver(dropped ? { type: 'missing', missing: outcome.missing } : outcome);
        this.#entries.shift();
      }
    } catch (error) {
      this.#broken = true;
      this.#failed(error);
    }
    this.#busy = false;
    this.#whenIdle?.();
    if (this.isEmpty) this.#emptied();
  }
}

import { setInterval } from 'node:timers';
import type { Pace } from '../../contract/task.ts';
import type { ClientResponse } from '../net/client.ts';
import { beginGrowth, grow } from './growth.ts';
import { Lane } from './lane.ts';
import type { PartFile } from './part-file.ts';
import { prove } from './prove.ts';
import type { Range, RangeSet } from './ranges.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Source } from './source.ts';
import { Speed } from './speed.ts';
import { type Claim, Splitter } from './splitter.ts';
import type { Validator } from './validator.ts';

/** What a transfer works with. */
export interface TransferParts {
  readonly source: Source;
  readonly file: PartFile;
  /** bytes of the file; `null` while unknown */
  readonly total: number | null;
  readonly validator: Validator;
  /** what is wanted of the file; `null` for all */
  readonly windows: readonly Range[] | null;
  /** bytes that one request may ask for at most; `null` for any number */
  readonly chunk: number | null;
  /** the bytes are compressed by the server and kept that way */
  readonly coded: boolean;
  /** whether the server gives parts; if not, there is one connection and no second try */
  readonly ranges: boolean;
  /** what is in the file; grows as bytes are written */
  readonly stored: RangeSet;
  /** connections to use; `null` finds out */
  readonly connections: number | null;
  readonly limits: readonly RateLimit[];
  readonly signal: AbortSignal;
  /** called some times a second */
  readonly onProgress: (done: number, pace: Pace) => void;
  /** the source has another address now, at which it is proven to be the same */
  readonly onRenewed: (validator: Validator) => void;
  /** makes what is stored durable; called about once a second, never twice at a time */
  readonly checkpoint: () => Promise<void>;
}

/** The first answer, which the transfer begins with. */
export interface FirstAnswer {
  readonly response: ClientResponse;
  /** bytes at its start that are stored already and have to be the same */
  readonly overlap: number;
  /** where it ends (exclusive); `Infinity` when nobody knows */
  readonly end: number;
}

/** What answers have to agree with, from one address of the source. */
export interface Identity {
  readonly validator: Validator;
}

/** How often the source may have its address found anew. One that is refused after every few bytes is refused for good. */
const MOST_RENEWALS = 20;
const TICK_MS = 200;
const CHECKPOINT_MS = 1000;

/** Brings the missing bytes of one file into it over as many connections as pay. */
export class Transfer {
  readonly parts: TransferParts;
  readonly splitter: Splitter;
  /** aborted when the whole transfer has to end */
  readonly stop = new AbortController();
  /** connections at work; one that leaves is no longer among them while it still winds up */
  readonly #lanes = new Set<Lane>();
  #running = 0;
  readonly #speed = new Speed(performance.now());
  #growth = beginGrowth(performance.now());
  #target: number;
  #received = 0;
  #counted = 0;
  #checkpointAt = performance.now() + CHECKPOINT_MS;
  #checkpointing: Promise<void> | undefined;
  #wake: () => void = () => {};
  #lastFailure: unknown;
  #identity: Identity;
  #renewing: Promise<void> | undefined;
  #renewals = 0;
  readonly #wanted: number | null;

  constructor(parts: TransferParts) {
    this.parts = parts;
    this.#identity = { validator: parts.validator };
    this.splitter = new Splitter(parts.stored, parts.total ?? Number.POSITIVE_INFINITY, parts.windows);
    this.#wanted = parts.total === null ? null : parts.stored.size + this.splitter.remaining;
    this.#target = parts.ranges ? (parts.connections ?? 1) : 1;
  }

  /**
   * Runs until every byte is in the file.
   * @throws Failure of the network, the server or the disk; `RangesGone`; the reason of the signal when it is aborted.
   * Whatever the outcome, no write is under way afterwards and what was stored stays in `stored`.
   */
  async run(first: FirstAnswer | undefined): Promise<void> {
    const { signal } = this.parts;
    const onAbort = (): void => this.stop.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const timer = setInterval(() => this.#tick(), TICK_MS);
    try {
      this.#startLane(first);
      for (;;) {
        this.#fill();
        if (this.#running === 0) break;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearInterval(timer);
      signal.removeEventListener('abort', onAbort);
      for (const lane of this.#lanes) lane.flush();
      await this.parts.file.idle();
      await this.#checkpointing?.catch(() => {});
    }
    this.stop.signal.throwIfAborted();
    if (this.splitter.remaining > 0) throw this.#lastFailure;
  }

  /** Other connections that are at work, seen from one of them. */
  get others(): number {
    return this.#lanes.size - 1;
  }

  /**
   * One of several connections is refused or gets nowhere: the others do its work, and no new one takes its place. Counted
   * at once, so that of those that fail in the same moment one stays and says why.
   */
  leave(lane: Lane): void {
    this.#lanes.delete(lane);
    this.#target = this.#lanes.size;
    this.#growth = { ...this.#growth, settled: true };
  }

  /** What answers have to agree with now; waits for an address that is just being found. @throws as `renew` */
  async identity(): Promise<Identity> {
    while (this.#renewing !== undefined) await this.#renewing;
    return this.#identity;
  }

  /** Whether answers that were asked for with it can still be used. */
  isCurrent(identity: Identity): boolean {
    return identity === this.#identity && this.#renewing === undefined;
  }

  /** Whether another address can be found for the source. */
  get mayRenew(): boolean {
    return this.parts.source.renewable && this.#renewals < MOST_RENEWALS;
  }

  /**
   * An address is refused: has the source find another and proves that it leads to the same bytes, once for all connections.
   * @param identity with which it was asked; nothing is done when another address has been found since
   * @throws Failure of whoever finds it, `source-changed`
   */
  async renew(identity: Identity): Promise<void> {
    if (identity !== this.#identity) return;
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    await this.#renewing;
  }

  received(count: number): void {
    this.#received += count;
  }

  stored(start: number, end: number): void {
    this.parts.stored.add(start, end);
  }

  /** Ends the whole transfer. */
  failed(reason: unknown): void {
    this.stop.abort(reason);
  }

  async #renew(): Promise<void> {
    this.#renewals += 1;
    const { source, onRenewed } = this.parts;
    try {
      await this.#settle();
      await source.renew();
      const validator = await prove(this.parts, this.stop.signal);
      this.#identity = { validator };
      onRenewed(validator);
    } catch (error) {
      // At once, before those who wait for the same address ask for it too.
      this.failed(error);
      throw error;
    }
  }

  /**
   * What came from the address of before is stored, so that it can be compared; where that is nothing, nothing more may come of
   * it.
   */
  async #settle(): Promise<void> {
    for (const lane of this.#lanes) lane.flush();
    await this.parts.file.idle();
    if (this.parts.stored.size === 0) for (const lane of this.#lanes) lane.giveUp();
  }

  #startLane(first?: FirstAnswer, claim?: Claim): void {
    const work = claim ?? this.splitter.take();
    if (work === undefined) {
      first?.response.cancel();
      return;
    }
    const lane = new Lane(this);
    this.#lanes.add(lane);
    this.#running += 1;
    lane
      .run(work, first)
      .catch((error: unknown) => {
        this.#lastFailure = error;
        this.failed(error);
      })
      .finally(() => {
        this.#lanes.delete(lane);
        this.#running -= 1;
        this.#wake();
      });
  }

  #fill(): void {
    while (this.#lanes.size < this.#target && !this.stop.signal.aborted) {
      const claim = this.splitter.take();
      if (claim === undefined) return;
      this.#startLane(undefined, claim);
    }
  }

  #tick(): void {
    const now = performance.now();
    const bytes = this.#received - this.#counted;
    this.#counted = this.#received;
    this.#speed.add(bytes, now);
    for (const lane of this.#lanes) lane.measure(now);
    if (this.parts.ranges && this.parts.connections === null) {
      this.#growth = grow(this.#growth, this.#received, now);
      if (!this.#growth.settled) this.#target = this.#growth.connections;
    }
    this.#fill();
    this.#report();
    if (now >= this.#checkpointAt && this.#checkpointing === undefined) this.#checkpoint();
  }

  #checkpoint(): void {
    for (const lane of this.#lanes) lane.flush();
    this.#checkpointing = this.parts
      .checkpoint()
      .catch((error: unknown) => this.failed(error))
      .finally(() => {
        this.#checkpointing = undefined;
        this.#checkpointAt = performance.now() + CHECKPOINT_MS;
      });
  }

  #report(): void {
    const done = this.parts.stored.size;
    const speed = this.#speed.value;
    const rest = this.#wanted === null ? null : this.#wanted - done;
    const eta = rest === null || speed < 1 ? null : rest / speed;
    const connections = [...this.#lanes].filter((lane) => lane.connected).length;
    this.parts.onProgress(done, { speed, eta, connections });
  }
}

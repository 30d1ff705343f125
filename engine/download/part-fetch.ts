import { Failure } from '../../contract/errors.ts';
import type { ClientResponse } from '../net/client.ts';
import { type Beginning, begin } from './begin.ts';
import { storeDecoded } from './decoded-body.ts';
import { backoffMs, delay } from './delay.ts';
import { dropJournal, type Journal, writeJournal } from './journal.ts';
import type { Part, PartFacts, PartHost } from './part.ts';
import { prove } from './prove.ts';
import { type Range, RangeSet } from './ranges.ts';
import { RangesGone } from './ranges-gone.ts';
import { SpaceWatch } from './space-watch.ts';
import { Splitter } from './splitter.ts';
import { type FirstAnswer, Transfer } from './transfer.ts';
import { ifRange, type Validator } from './validator.ts';

/** Tries from the first byte on, where a server gives no parts. */
const WHOLE_TRIES = 5;

/** Brings what a source gives into an unfinished file: from the first byte, or from where an earlier attempt stopped. */
export class PartFetch {
  readonly #part: Part;
  readonly #host: PartHost;
  #stored = new RangeSet();
  #facts: PartFacts | undefined;
  #windows: readonly Range[] | null = null;
  /** what is stored comes from another address, at which it has still to be proven that it is the same */
  #unproven = false;
  readonly #space: SpaceWatch;

  constructor(part: Part, host: PartHost) {
    this.#part = part;
    this.#host = host;
    this.#space = new SpaceWatch(part.directory, part.reserve);
  }

  get facts(): PartFacts | undefined {
    return this.#facts;
  }

  /** Bytes that are in the file. */
  get stored(): number {
    return this.#stored.size;
  }

  /** Of them, those that a later attempt can build on. */
  get useful(): number {
    return this.#facts === undefined || this.#facts.ranges ? this.#stored.size : 0;
  }

  /**
   * Uses what an earlier attempt stored, where something proves that it still belongs to the source.
   * @param moved the source has another address than it had then
   */
  takeUp(journal: Journal | undefined, moved: boolean): void {
    if (journal === undefined) return;
    const { etag, lastModified, ranges, total } = journal;
    if (journal.format !== this.#part.format || !this.#isProvable(journal) || total === null) {
      this.#host.log('warn', 'begins anew: the server gave nothing to tell one version of the file from another', {});
      return;
    }
    const { size } = this.#part.file;
    this.#stored = new RangeSet(
      ranges
        .map(([start, end]) => ({ start, end: Math.min(end, size, total) }))
        .filter(({ start, end }) => start < end),
    );
    if (this.#stored.size === 0) return;
    this.#facts = { ...journal, ranges: true, tag: etag, date: lastModified };
    this.#unproven = moved;
    this.#host.log('info', 'goes on', { stored: this.#stored.size, total });
  }

  /**
   * Fetches what is missing. May be asked for one thing after the other.
   * @param windows what is wanted, in order, the first from the first byte on; `null` for all. A server without parts gives all
   * @returns bytes of the whole
   * @throws Failure; the reason of the signal when it is aborted. What is stored is then on record in the journal
   */
  async run(windows: readonly Range[] | null): Promise<number> {
    this.#windows = windows;
    let plain = false;
    let anew = false;
    for (let failures = 0; ; ) {
      let whole = false;
      try {
        if (!anew && this.#facts !== undefined) return await this.#goOn(this.#facts);
        const beginning = await begin(this.#part.source, plain, this.#most, this.#host.signal);
        whole = !beginning.ranges;
        return await this.#fromBeginning(beginning);
      } catch (error) {
        if (error instanceof RangesGone) plain = true;
        else {
          failures += 1;
          const mayTry = error instanceof Failure && error.retryable && whole && failures < WHOLE_TRIES;
          if (!mayTry || this.#host.signal.aborted) throw await this.#kept(error);
          await delay(error.retryAfterMs ?? backoffMs(failures, Math.random()), this.#host.signal);
        }
        this.#host.log('warn', 'begins anew: the server gives no parts of this file', { reason: describe(error) });
        anew = true;
        this.#part.source.restart();
      }
    }
  }

  /** The data first, then the journal: what the journal names is on the disk. */
  async checkpoint(): Promise<void> {
    const facts = this.#facts;
    if (facts === undefined) return;
    if (facts.ranges) {
      const { file, journal, format } = this.#part;
      const ranges = this.#stored.list.map(({ start, end }): [number, number] => [start, end]);
      await file.sync();
      const { total, etag, lastModified, name, type, digest, coded } = facts;
      const known = { total, etag, lastModified, name, type, digest, coded };
      await writeJournal(journal, { version: 1, ...known, format, ranges });
    }
    await this.#space.look(this.#host.headroom());
  }

  /** Bytes that the first request may ask for, or `null`. */
  get #most(): number | null {
    const most = Math.min(this.#part.chunk ?? Number.POSITIVE_INFINITY, this.#windows?.[0]?.end ?? Infinity);
    return Number.isFinite(most) ? most : null;
  }

  /** Whether something proves that bytes of different answers belong to the same version of the source. */
  #isProvable({
    etag,
    lastModified,
    digest,
    total,
  }: Pick<Journal, 'etag' | 'lastModified' | 'digest' | 'total'>): boolean {
    const { checksum, format } = this.#part;
    return (
      ifRange({ etag, lastModified }) !== undefined ||
      digest !== null ||
      checksum !== null ||
      (format !== null && total !== null)
    );
  }

  async #goOn(facts: PartFacts): Promise<number> {
    if (this.#unproven && this.#missing(facts) > 0) {
      const { source, file } = this.#part;
      const { total, coded } = facts;
      this.#renewed(await prove({ source, file, stored: this.#stored, total, coded }, this.#host.signal));
      this.#unproven = false;
    }
    return this.#transfer(undefined, this.#facts ?? facts);
  }

  #renewed(validator: Validator): void {
    if (this.#facts !== undefined) this.#facts = { ...this.#facts, ...validator };
  }

  async #fromBeginning(beginning: Beginning): Promise<number> {
    const { response, validator, total, ranges, coded, name, type, digest } = beginning;
    const { file, journal } = this.#part;
    // Only now, with an answer in hand, what is stored is given up: until then it may still be of use.
    this.#stored.clear();
    const facts: PartFacts = { ...validator, total, ranges, coded, name, type, digest };
    this.#facts = facts;
    try {
      if (file.size > 0) {
        // The journal goes first: it must never speak of bytes that are not those it knew.
        await dropJournal(journal);
        await file.truncate(0);
      }
      await this.#announce(facts);
    } catch (error) {
      // Nobody else would: it has been asked for already.
      response.cancel();
      throw error;
    }
    const { decode, end } = beginning;
    if (decode !== null) return this.#decode(response, decode);
    return this.#transfer({ response, overlap: 0, end }, facts);
  }

  async #decode(response: ClientResponse, coding: string): Promise<number> {
    const { limits, signal, progress } = this.#host;
    const onAbort = (): void => response.cancel(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const pace = { speed: 0, eta: null, connections: 1 };
    try {
      const size = await storeDecoded(response, coding, this.#part.file, limits, async (done) => {
        progress(done, pace);
        await this.#space.look(this.#host.headroom());
      });
      this.#stored.add(0, size);
      return size;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** @param first its answer, when it was asked for and announced already */
  async #transfer(first: FirstAnswer | undefined, facts: PartFacts): Promise<number> {
    if (first === undefined) await this.#announce(facts);
    const { source, file, chunk, connections } = this.#part;
    const { limits, signal, progress } = this.#host;
    const transfer = new Transfer({
      ...{ source, file, chunk, limits, signal },
      total: facts.total,
      validator: facts,
      windows: facts.ranges ? this.#windows : null,
      coded: facts.coded,
      ranges: facts.ranges,
      stored: this.#stored,
      // nothing would tell the parts of one version from those of another
      connections: this.#isProvable(facts) ? connections : 1,
      onProgress: (done, pace) => progress(done, pace),
      onRenewed: (validator) => this.#renewed(validator),
      checkpoint: () => this.checkpoint(),
    });
    await transfer.run(first);
    return facts.total ?? this.#stored.size;
  }

  /** Says what was found, and looks whether there is room for all of it. */
  async #announce(facts: PartFacts): Promise<void> {
    await this.#host.announce(facts, this.#stored.size);
    await this.#space.check(this.#missing(facts) + this.#host.headroom());
  }

  #missing({ total, ranges }: PartFacts): number {
    if (total === null) return 0;
    return new Splitter(this.#stored, total, ranges ? this.#windows : null).remaining;
  }

  /** After a failure or a stop: what is stored is put on record, unless that fails as well. */
  async #kept(error: unknown): Promise<unknown> {
    try {
      await this.#part.file.idle();
      await this.checkpoint();
    } catch (second) {
      // A missing folder or a full disk explains more than the broken connection it led to.
      if (second instanceof Failure && second.code === 'folder-missing') return second;
    }
    return error;
  }
}

function describe(error: unknown): string {
  return error instanceof Failure ? `${error.code}: ${error.detail ?? ''}` : String(error);
}

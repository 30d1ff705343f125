import { Failure } from '../../../contract/errors.ts';
import type { HeaderList } from '../../net/header-list.ts';
import type { Chunk, Chunker } from '../media/chunker/chunk.ts';
import { IcyFilter } from '../media/chunker/icy.ts';
import type { Web } from '../web.ts';
import type { Rejoin } from './rejoin.ts';
import type { SameStart } from './same-start.ts';

/** Where an endless answer is. */
export interface ContinuousSource {
  /** absolute */
  readonly url: string;
  /** sent with the request, or `null` */
  readonly referer: string | null;
}

export interface EndlessAnswerOptions {
  readonly source: ContinuousSource;
  readonly web: Web;
  readonly chunker: Chunker;
  readonly start: SameStart;
  readonly rejoin: Rejoin;
  readonly signal: AbortSignal;
  /** @throws what has nothing to do with the network */
  keep(chunk: Chunk): Promise<void>;
  /** something new came */
  flowed(): void;
  titled(title: string): void;
  /** it goes on where the answer before broke off: nothing is missing between them */
  rejoined(): void;
}

/** How an answer ended: in order, in order without anything new, as one that is the first again, or with what it failed with. */
export type AnswerEnd = 'over' | 'nothing' | 'same' | Failure;

const sameAgain = new Error('the same again');

/** One answer that does not end, on its way into pieces. */
export class EndlessAnswer {
  readonly #options: EndlessAnswerOptions;
  readonly #same = new AbortController();
  #icy: IcyFilter | null = null;
  #ours: { readonly error: unknown } | null = null;
  #readable = true;
  /** something was given to the chunker */
  #fed = false;
  #joined = false;
  /** it begins like the first one, and may be going on all the same */
  #again = false;

  constructor(options: EndlessAnswerOptions) {
    this.#options = options;
  }

  /**
   * Reads it to its end, and stores what has come of it, also when it is cut or the signal is aborted.
   * @throws what `keep` threw; what was no failure at all
   */
  async read(): Promise<AnswerEnd> {
    const { web, source, start, rejoin, signal } = this.#options;
    start.again();
    rejoin.again();
    const any = AbortSignal.any([signal, this.#same.signal]);
    const end = await this.#attempt(() =>
      web.stream(
        { ...source, signal: any },
        ({ headers }) => {
          this.#icy = icyOf(headers);
        },
        (bytes) => this.#take(bytes),
      ),
    );
    if (this.#same.signal.aborted) return 'same';
    const held = start.end(end === 'over' && !signal.aborted);
    if (held === null) return 'same';
    // What the chunker could make no sense of is not asked for again.
    if (!this.#readable) rejoin.leave(null);
    const rest = this.#readable ? await this.#attempt(() => this.#finish(held)) : 'over';
    if (this.#same.signal.aborted) return 'same';
    if (end !== 'over' || rest !== 'over') return end === 'over' ? rest : end;
    return this.#again && !this.#fed ? 'nothing' : 'over';
  }

  /** @returns a failure that may pass */
  async #attempt(work: () => Promise<void>): Promise<'over' | Failure> {
    try {
      await work();
      return 'over';
    } catch (error) {
      if (this.#ours !== null) throw this.#ours.error;
      if (this.#same.signal.aborted || this.#options.signal.aborted) return 'over';
      if (error instanceof Failure) return error;
      throw error;
    }
  }

  async #take(bytes: Uint8Array): Promise<void> {
    const { start, rejoin } = this.#options;
    const parts = start.push(bytes);
    if (parts !== null) return this.#feed(parts);
    // A station that stands still gives every listener the same beginning, too: that of what is known already.
    if (!rejoin.possible) return this.#same.abort(sameAgain);
    this.#again = true;
    await this.#feed(start.release());
  }

  async #feed(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      const { media, titles } = this.#icy?.push(part) ?? { media: [part], titles: [] };
      for (const title of titles) this.#options.titled(title);
      for (const bytes of media) await this.#chunk(this.#options.rejoin.push(bytes));
    }
  }

  async #chunk(parts: readonly Uint8Array[]): Promise<void> {
    const { rejoin, rejoined, flowed, chunker } = this.#options;
    if (this.#again && rejoin.state === 'apart') return this.#same.abort(sameAgain);
    if (parts.length > 0) flowed();
    if (rejoin.state === 'joined' && !this.#joined) rejoined();
    this.#joined = rejoin.state === 'joined';
    for (const bytes of parts) {
      this.#fed = true;
      await this.#keep(() => chunker.push(bytes));
    }
  }

  async #finish(held: readonly Uint8Array[]): Promise<void> {
    const { rejoin, chunker } = this.#options;
    await this.#feed(held);
    await this.#chunk(rejoin.over());
    // Of an answer that brought nothing new the next is not to know.
    if (!this.#fed) return;
    await this.#keep(() => chunker.end());
    rejoin.leave(chunker.rest());
  }

  async #keep(split: () => Chunk[]): Promise<void> {
    this.#readable = false;
    const chunks = split();
    this.#readable = true;
    for (const chunk of chunks) {
      await this.#options.keep(chunk).catch((error: unknown) => {
        this.#ours = { error };
        throw error;
      });
    }
  }
}

/** A server may mix titles into the sound although nobody asked for them. */
function icyOf(headers: HeaderList): IcyFilter | null {
  const interval = Number(headers.first('icy-metaint'));
  return Number.isSafeInteger(interval) && interval > 0 ? new IcyFilter(interval) : null;
}

import { Failure } from '../../../contract/errors.ts';
import type { HeaderList } from '../../net/header-list.ts';
import type { Chunk, Chunker } from '../media/chunker/chunk.ts';
import { IcyFilter } from '../media/chunker/icy.ts';
import type { Web } from '../web.ts';
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
  readonly signal: AbortSignal;
  /** @throws what has nothing to do with the network */
  keep(chunk: Chunk): Promise<void>;
  /** bytes came */
  flowed(): void;
  titled(title: string): void;
}

/** How an answer ended: in order, as one that is the first again, or with what it failed with. */
export type AnswerEnd = 'over' | 'same' | Failure;

/** One answer that does not end, on its way into pieces. */
export class EndlessAnswer {
  readonly #options: EndlessAnswerOptions;
  readonly #same = new AbortController();
  #icy: IcyFilter | null = null;
  #ours: { readonly error: unknown } | null = null;
  #readable = true;

  constructor(options: EndlessAnswerOptions) {
    this.#options = options;
  }

  /**
   * Reads it to its end, and stores what has come of it, also when it is cut or the signal is aborted.
   * @throws what `keep` threw; what was no failure at all
   */
  async read(): Promise<AnswerEnd> {
    const { web, source, start, signal } = this.#options;
    start.again();
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
    const rest = this.#readable ? await this.#attempt(() => this.#finish(held)) : 'over';
    return end === 'over' ? rest : end;
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
    const parts = this.#options.start.push(bytes);
    if (parts === null) return this.#same.abort(new Error('the same again'));
    this.#options.flowed();
    await this.#feed(parts);
  }

  async #feed(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      const { media, titles } = this.#icy?.push(part) ?? { media: [part], titles: [] };
      for (const title of titles) this.#options.titled(title);
      for (const bytes of media) await this.#keep(() => this.#options.chunker.push(bytes));
    }
  }

  async #finish(held: readonly Uint8Array[]): Promise<void> {
    await this.#feed(held);
    await this.#keep(() => this.#options.chunker.end());
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

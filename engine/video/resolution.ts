import { Failure } from '../../contract/errors.ts';
import { askInTurn } from '../sources/video/ask.ts';
import type { FoundFormat, FoundVideo } from '../sources/video/found.ts';
import type { Resolver } from '../sources/video/resolver.ts';

/** What a link leads to now. Asked once, and once more whenever the addresses it gave are refused. */
export class Resolution {
  readonly #url: string;
  readonly #resolvers: readonly Resolver[];
  readonly #signal: AbortSignal;
  readonly #onFound: (found: FoundVideo) => void;
  #found: FoundVideo | undefined;
  #asking: Promise<FoundVideo> | undefined;

  /** @param onFound told of each answer */
  constructor(url: string, resolvers: readonly Resolver[], signal: AbortSignal, onFound: (found: FoundVideo) => void) {
    this.#url = url;
    this.#resolvers = resolvers;
    this.#signal = signal;
    this.#onFound = onFound;
  }

  /** @throws Failure of the resolvers */
  async first(): Promise<FoundVideo> {
    return this.#found ?? this.#ask();
  }

  /**
   * The format as it is to be had now, when the one that is known is refused. Two tracks that are refused at the same time share
   * an answer.
   * @throws Failure of the resolvers, `source-unavailable` when the format is no longer there
   */
  async renewed(known: FoundFormat): Promise<FoundFormat> {
    const current = this.#formatIn(this.#found, known.id);
    const found = current === undefined || current.place.url === known.place.url ? await this.#ask() : this.#found;
    const format = this.#formatIn(found, known.id);
    if (format !== undefined) return format;
    throw new Failure('source-unavailable', { detail: `format ${known.id} is no longer to be had` });
  }

  #formatIn(found: FoundVideo | undefined, id: string): FoundFormat | undefined {
    return found?.formats.find((format) => format.id === id);
  }

  #ask(): Promise<FoundVideo> {
    const question = { url: this.#url, signal: this.#signal };
    this.#asking ??= askInTurn(this.#resolvers, (resolver) => resolver.video(question), this.#signal)
      .then((found) => {
        this.#found = found;
        this.#onFound(found);
        return found;
      })
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }
}

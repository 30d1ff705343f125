import { createHash } from 'node:crypto';
import { Failure } from '../../../contract/errors.ts';
import type { GapCause } from '../../../contract/recording.ts';
import type { Handled } from '../follow/memory.ts';
import type { Chunk } from '../media/chunker/chunk.ts';
import type { MediaSummary } from '../stored.ts';
import type { ReadSegment } from './segment-reader.ts';
import type { TakerSink } from './sink.ts';
import type { SegmentStore } from './store.ts';

export interface ChunkKeeperOptions {
  readonly track: string;
  /** what an earlier attempt left, or `null` */
  readonly known: Handled | null;
  readonly resumeCause: GapCause;
  readonly store: SegmentStore;
  readonly read: ReadSegment;
  readonly sink: TakerSink;
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** Stores the pieces of an endless stream as segments, each connection an epoch of its own. */
export class ChunkKeeper {
  readonly #options: ChunkKeeperOptions;
  #epoch: number;
  #sequence: number;
  /** when the last bytes before a hole came, and why none came behind them */
  #lost: { readonly at: number; readonly cause: GapCause; readonly detail: string | null } | null;
  #map: { readonly bytes: Uint8Array; readonly file: string } | null = null;

  constructor(options: ChunkKeeperOptions) {
    const { known, resumeCause } = options;
    this.#options = options;
    this.#epoch = known?.epoch ?? 0;
    this.#sequence = (known?.sequence ?? -1) + 1;
    this.#lost = known === null ? null : { at: known.at, cause: resumeCause, detail: null };
  }

  /** Whether nothing was ever stored. */
  get isEmpty(): boolean {
    return this.#epoch === 0 && this.#sequence === 0;
  }

  /** Nothing came since `at`; it is written down when something comes again. */
  lose(at: number, cause: GapCause, detail: string | null): void {
    if (!this.isEmpty) this.#lost ??= { at, cause, detail };
  }

  /** What comes next follows what came last: nothing was lost after all. */
  found(): void {
    this.#lost = null;
  }

  /** @throws Failure of the disk; what the sink threw; the reason of the signal */
  async keep({ data, init, duration }: Chunk): Promise<void> {
    const { track, sink, store, signal } = this.#options;
    signal.throwIfAborted();
    await this.#connectedAnew();
    const place = { track, epoch: this.#epoch, sequence: this.#sequence };
    this.#sequence += 1;
    const media = this.#read(data, init);
    if (media instanceof Failure) {
      return sink.missing({ ...place, count: 1, duration, cause: 'corrupt', detail: media.detail ?? null });
    }
    const map = init === null ? null : await this.#mapOf(init);
    const file = `${track}-${place.epoch}-${place.sequence}.${media.container}`;
    await store.write(file, data);
    await sink.stored({ ...place, discontinuity: 0, file, map, bytes: data.length, duration, dateTime: null, media });
  }

  async #connectedAnew(): Promise<void> {
    if (this.#lost === null) return;
    const { track, sink, clock } = this.#options;
    const { at, cause, detail } = this.#lost;
    this.#lost = null;
    const duration = Math.max(0, clock() - at) / 1000;
    await sink.missing({ track, epoch: this.#epoch, sequence: this.#sequence, count: 0, duration, cause, detail });
    this.#epoch += 1;
    this.#sequence = 0;
    await sink.epoch({ track, epoch: this.#epoch, cause: 'reset', detail: 'connected anew' });
  }

  #read(data: Uint8Array, init: Uint8Array | null): MediaSummary | Failure {
    try {
      return this.#options.read(data, init);
    } catch (error) {
      if (error instanceof Failure) return error;
      return new Failure('corrupt-media', { detail: 'a piece that makes no sense', cause: error });
    }
  }

  async #mapOf(init: Uint8Array): Promise<string> {
    if (this.#map !== null && Buffer.from(this.#map.bytes).equals(init)) return this.#map.file;
    const file = `init-${createHash('sha256').update(init).digest('hex').slice(0, 16)}`;
    await this.#options.store.write(file, init);
    this.#map = { bytes: init, file };
    return file;
  }
}

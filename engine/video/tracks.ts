import type { Pace, Progress } from '../../contract/task.ts';
import type { FoundFormat } from '../sources/video/found.ts';
import { FileTrack } from './file-track.ts';
import { StreamTrack } from './stream-track.ts';
import type { FetchedTrack, Track } from './track.ts';
import type { TrackParts } from './track-parts.ts';

/** What all tracks of a video are fetched with. */
export interface TracksParts extends Omit<TrackParts, 'role' | 'format' | 'connections' | 'headroom' | 'onProgress'> {
  readonly formats: readonly FoundFormat[];
  onProgress(progress: Progress, pace: Pace): void;
}

/** The tracks of a video, fetched at the same time; their figures are added up. */
export class Tracks {
  readonly #tracks: readonly Track[];
  readonly #inTurn: boolean;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;

  constructor(parts: TracksParts) {
    const { formats, job, onProgress } = parts;
    this.#signal = parts.signal;
    // One connection is one at a time.
    this.#inTurn = job.connections === 1;
    const signal = AbortSignal.any([parts.signal, this.#stop.signal]);
    this.#tracks = formats.map((format, index) => {
      const own: TrackParts = {
        ...parts,
        signal,
        format,
        role: format.kind === 'audio' ? 'sound' : index === 0 ? 'picture' : 'sound',
        connections: connectionsOf(format, job.connections, formats.length),
        // All of it is written once more when it is put together.
        headroom: () => this.#missingOfOthers(index) + (this.#total ?? this.#done),
        onProgress: () => onProgress(this.progress, this.#pace),
      };
      return format.road === 'https' ? new FileTrack(own) : new StreamTrack(own);
    });
  }

  get progress(): Progress {
    return { fraction: null, done: this.#done, total: this.#total };
  }

  /** Of it, what a later attempt can build on. */
  get useful(): Progress {
    return { ...this.progress, done: this.#tracks.reduce((sum, { figures }) => sum + figures.useful, 0) };
  }

  /** @throws Failure of the first track that fails, when the others have stopped; the reason of the signal */
  async fetch(): Promise<readonly FetchedTrack[]> {
    let failure: { readonly reason: unknown } | undefined;
    const fetched: FetchedTrack[] = [];
    const fetch = async (track: Track, index: number): Promise<void> => {
      try {
        fetched[index] = await track.fetch();
      } catch (error) {
        failure ??= { reason: error };
        this.#stop.abort(error);
      }
    };
    for (const track of this.#tracks) await track.look();
    if (this.#inTurn) {
      for (const [index, track] of this.#tracks.entries()) if (failure === undefined) await fetch(track, index);
    } else await Promise.all(this.#tracks.map(fetch));
    this.#signal.throwIfAborted();
    if (failure !== undefined) throw failure.reason;
    return fetched;
  }

  get #done(): number {
    return this.#tracks.reduce((sum, { figures }) => sum + figures.done, 0);
  }

  get #total(): number | null {
    return this.#tracks.reduce<number | null>(
      (sum, { figures }) => (sum === null || figures.total === null ? null : sum + figures.total),
      0,
    );
  }

  get #pace(): Pace {
    const paces = this.#tracks.flatMap(({ figures }) => figures.pace ?? []);
    const speed = paces.reduce((sum, pace) => sum + pace.speed, 0);
    const rest = this.#total === null ? null : Math.max(0, this.#total - this.#done);
    const connections = paces.reduce((sum, pace) => sum + pace.connections, 0);
    return { speed, eta: rest === null || speed < 1 ? null : rest / speed, connections };
  }

  #missingOfOthers(index: number): number {
    const others = this.#tracks.filter((_, at) => at !== index);
    return others.reduce((sum, { figures: { total, done } }) => sum + Math.max(0, (total ?? done) - done), 0);
  }
}

/** A sound is small: one connection is enough for it, and the picture gets the others. */
function connectionsOf({ kind }: FoundFormat, asked: number | null, tracks: number): number | null {
  if (tracks === 1 || asked === 1) return asked;
  if (kind === 'audio') return 1;
  return asked === null ? null : asked - 1;
}

import type { Pace } from '../../contract/task.ts';
import type { Range } from '../download/ranges.ts';

/** A track that lies in the work folder. */
export interface FetchedTrack {
  /** absolute */
  readonly path: string;
  /** bytes */
  readonly size: number;
  /** what of the file is there, where it was fetched in part; `null` for all */
  readonly pieces: readonly Range[] | null;
}

/** How far the fetching of a track is. */
export interface TrackFigures {
  /** bytes stored */
  readonly done: number;
  /** of them, those that a later attempt can build on */
  readonly useful: number;
  /** bytes in all, as far as anybody knows */
  readonly total: number | null;
  readonly pace: Pace | null;
}

/** The fetching of one track. */
export interface Track {
  readonly figures: TrackFigures;
  /** Finds out what an earlier attempt has left, so that figures are true before anything is fetched. */
  look(): Promise<void>;
  /** @throws Failure; the reason of the signal. What is stored stays for a later attempt */
  fetch(): Promise<FetchedTrack>;
}

import type { BreakCause, LiveFigures } from '../../../contract/recording.ts';
import type { Missing } from '../journal-entry.ts';
import type { StoredSegment } from '../stored.ts';

/** The server of a track counts anew; what follows belongs to this epoch. */
export interface EpochChange {
  readonly track: string;
  readonly epoch: number;
  readonly cause: BreakCause;
  readonly detail: string | null;
}

/** Since when nothing comes of a track (milliseconds since the epoch), and why. */
export type TrackOutage = Omit<NonNullable<LiveFigures['outage']>, 'track'>;

/**
 * What a taker tells. `stored`, `missing` and `epoch` come in the order of the stream, one after another: the next when the one
 * before is done. When one of them throws, the taker ends with what it threw.
 */
export interface TakerSink {
  /** a track of which nothing was known begins, so many seconds before the live end of its playlist; `null`: that is finished */
  begins(track: string, behind: number | null): void;
  /** it lies on the disk */
  stored(segment: StoredSegment): Promise<void> | void;
  missing(missing: Missing): Promise<void> | void;
  epoch(change: EpochChange): Promise<void> | void;
  /** what comes next of a track does not come, for now: it failed, or the playlist cannot be read */
  stuck(track: string): void;
  /** the server named segments again that were decided on before */
  duplicates(track: string, count: number): void;
  /** seconds between what is stored and the newest the server has; `null` for a finished stream */
  behind(track: string, seconds: number | null): void;
  /** nothing comes since a time; `null` when all is well again */
  outage(track: string, state: TrackOutage | null): void;
  /** for the log of the task */
  log(level: 'info' | 'warn', message: string, fields: Record<string, string | number | boolean | null>): void;
}

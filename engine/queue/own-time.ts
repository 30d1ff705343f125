import type { RecordingOptions } from '../../contract/recording.ts';

/** Milliseconds by which a recording may begin late and still get its whole length. */
const punctual = 10_000;
/** Milliseconds after its time in which a recording that was asked for no length still begins. */
export const latestBeginning = 3600_000;

/** A recording and the times that are on record of it, all in milliseconds since the epoch. */
export interface Timed {
  readonly recording: RecordingOptions | null;
  /** when it was to begin; `null` without a time of its own */
  readonly dueAt: number | null;
  /** when it has to end because it began late; `null` when it did not */
  readonly until: number | null;
  /** when the next of one that repeats begins; `null` while none is planned */
  readonly nextAt: number | null;
  /** bytes stored */
  readonly progress: { readonly done: number };
}

/** Between which moments a recording may begin and has to end; milliseconds since the epoch, `null` for no limit. */
export interface OwnTime {
  /** from here on one of which nothing is stored does not begin any more */
  readonly beginBy: number | null;
  readonly until: number | null;
}

/**
 * What a recording may still record that begins now. One that is late records what is left of the time it was asked for, and
 * nothing else once that is over; without a length it begins up to an hour late. While Sluice waits for a stream to be live it
 * is the stream that is late, and the recording keeps its length. None begins when the next of it does.
 * @param clock `now`, and since when Sluice has been there to begin anything; milliseconds since the epoch
 */
export function ownTime(record: Timed, { now, since }: { readonly now: number; readonly since: number }): OwnTime {
  const { recording, dueAt, nextAt, progress } = record;
  if (recording === null || dueAt === null || progress.done > 0) return { beginBy: null, until: record.until };
  const { duration, wait } = recording;
  const late = now - dueAt > punctual && !(wait && dueAt >= since);
  const until = record.until ?? (late && duration !== null ? dueAt + Math.round(duration * 1000) : null);
  const last = until ?? (late ? dueAt + latestBeginning : null);
  const beginBy = Math.min(last ?? Number.POSITIVE_INFINITY, nextAt ?? Number.POSITIVE_INFINITY);
  return { beginBy: Number.isFinite(beginBy) ? beginBy : null, until };
}

/** Whether the time to begin is over. */
export function isMissed({ beginBy }: OwnTime, now: number): boolean {
  return beginBy !== null && now >= beginBy;
}

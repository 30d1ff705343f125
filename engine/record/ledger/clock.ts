import type { JournalEntry } from '../journal-entry.ts';

/** What tells of the time of day at which a recording begins. Milliseconds since the epoch. */
export interface ClockFacts {
  /** the stream's own date for the beginning, or `null` */
  readonly dated: number | null;
  /** when the first segment was stored, by this computer's clock; `null` before */
  readonly startedAt: number | null;
  /** what the playlist told when the recording began; `null` where there is none, or nobody wrote it down */
  readonly begins: Extract<JournalEntry, { type: 'begins' }> | null;
}

/**
 * When the beginning of a recording was sent: the stream's own date, else that the end of a live playlist is sent just now. Of a
 * finished playlist without dates nobody knows.
 * @returns milliseconds since the epoch, or `null`
 */
export function beganAt({ dated, startedAt, begins }: ClockFacts): number | null {
  if (dated !== null) return dated;
  if (startedAt === null || begins === null) return startedAt;
  return begins.behind === null ? null : Math.round(begins.at - begins.behind * 1000);
}

/**
 * The time a place of a recording goes by, in names: when it was sent, but not later than it was stored; where nobody knows when
 * it was sent, when the recording began.
 * @param seconds from the beginning
 * @param storedAt when that was stored, milliseconds since the epoch
 * @returns milliseconds since the epoch
 */
export function timeAt(seconds: number, storedAt: number, facts: ClockFacts): number {
  const began = beganAt(facts);
  if (began === null) return facts.startedAt ?? storedAt;
  const time = Math.round(began + seconds * 1000);
  return facts.dated === null ? Math.min(time, storedAt) : time;
}

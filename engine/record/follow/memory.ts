import type { PlaylistSegment } from '../playlist.ts';
import type { Agreement, Trust } from './agreement.ts';
import { type Known, noShift, type Shift } from './known.ts';

/** Segments that are remembered to tell playlists apart. */
export const MOST_KNOWN = 256;
/** Epochs of before that are remembered: nothing in a cache is older. */
export const MOST_PAST = 3;

/** Playlists that fit nothing so far: the server may have begun to count anew, or a cache may be confused. */
export interface Candidate {
  /** under the playlist's own numbers, ascending; also those that have left it meanwhile */
  readonly segments: readonly PlaylistSegment[];
  /** something spoke against the numbers, not only their order */
  readonly strong: boolean;
  /** what was compared with what is known */
  readonly by: Agreement['by'];
  /** playlists that agreed with it */
  readonly reads: number;
  /** how many of them brought something new */
  readonly advances: number;
  /** playlists in a row that agreed neither with it nor with what is known, and what told */
  readonly changes: { readonly names: number; readonly dates: number };
}

/** All that the decisions about a track are made from. */
export interface Memory {
  readonly epoch: number;
  /** number of the last segment that was decided on */
  readonly last: number;
  /** what the present playlist's numbers are shifted by */
  readonly shift: Shift;
  /** the last ones decided on, ascending */
  readonly recent: readonly Known[];
  /** those of the epochs before, the latest first, under the numbers their playlist had */
  readonly past: readonly (readonly Known[])[];
  readonly trust: Trust;
  /** seconds the playlist held last */
  readonly window: number;
  /** milliseconds since the epoch when the playlist last brought something new */
  readonly movedAt: number;
  readonly candidate: Candidate | null;
  /** the playlist of before that was behind what is known, as `first:last` */
  readonly stale: string | null;
}

/** What an earlier attempt left of a track. */
export interface Handled {
  readonly epoch: number;
  /** number of the last segment that is stored or missing for good; -1: none of this epoch */
  readonly sequence: number;
  readonly discontinuity: number;
  /** the stream's date where that ends, milliseconds since the epoch, or `null` */
  readonly dateTime: number | null;
  /** this computer's time when that was written down, milliseconds since the epoch */
  readonly at: number;
  /** the last stored ones in their order, also those of epochs before: old answers of a cache are told by them */
  readonly recent: readonly (Omit<Known, 'name'> & { readonly epoch: number; readonly name?: string })[];
}

/** The memory with which a later attempt goes on. */
export function memoryOf(handled: Handled): Memory {
  const of = (epoch: number): Known[] =>
    handled.recent
      .filter((stored) => stored.epoch === epoch)
      .slice(-MOST_KNOWN)
      .map(({ sequence, discontinuity, dateTime, duration, name = '' }) => ({
        sequence,
        discontinuity,
        dateTime,
        duration,
        name,
      }));
  const recent = of(handled.epoch).filter(({ sequence }) => sequence <= handled.sequence);
  if (handled.sequence >= 0 && recent.at(-1)?.sequence !== handled.sequence) {
    // The end of what is missing, as a segment without a length.
    const { sequence, discontinuity, dateTime } = handled;
    recent.push({ sequence, discontinuity, dateTime, duration: 0, name: '' });
  }
  return {
    epoch: handled.epoch,
    last: handled.sequence,
    shift: noShift,
    recent,
    past: Array.from({ length: MOST_PAST }, (_, i) => of(handled.epoch - 1 - i)),
    trust: { names: true, dates: true },
    window: 0,
    movedAt: handled.at,
    candidate: null,
    stale: null,
  };
}

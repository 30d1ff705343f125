import type { BreakCause, GapCause } from '../../contract/recording.ts';
import type { StoredSegment } from './stored.ts';

/** A stretch of a track that is missing for good. */
export interface Missing {
  readonly track: string;
  readonly epoch: number;
  /** media sequence number of the first that is missing */
  readonly sequence: number;
  /** how many media segments; 0 when nobody can know, and where it is a part of one */
  readonly count: number;
  /** seconds, as the playlist said or as its dates tell */
  readonly duration: number;
  readonly cause: GapCause;
  readonly detail: string | null;
}

/** What a fragment that is in its place is without: a track was waited for in vain. Seconds from the beginning of the recording. */
export interface Forgone {
  readonly track: string;
  readonly from: number;
  readonly to: number;
  readonly detail: string | null;
}

/** A track that had not ended in order when the recording ended; `detail`: what was wrong with it. */
export interface Unended {
  readonly track: string;
  readonly detail: string | null;
}

/** One line of the journal of a recording. `at` is this computer's time in milliseconds since the epoch. */
export type JournalEntry =
  /** an attempt begins; the first entry of all is one */
  | { readonly type: 'attempt'; readonly at: number; readonly title: string }
  /** it lies on the disk */
  | { readonly type: 'stored'; readonly at: number; readonly segment: StoredSegment }
  | ({ readonly type: 'missing'; readonly at: number } & Missing)
  /** the main track begins so many seconds before the end of its playlist, which is live; `null`: it is a finished one */
  | { readonly type: 'begins'; readonly at: number; readonly behind: number | null }
  /** the server named segments again that are stored */
  | { readonly type: 'duplicates'; readonly track: string; readonly count: number }
  /** the server of a track counts anew from here on */
  | {
      readonly type: 'epoch';
      readonly at: number;
      readonly track: string;
      readonly epoch: number;
      readonly cause: BreakCause;
      readonly detail: string | null;
    }
  /** the attempt ended in order, to be gone on with */
  | { readonly type: 'stopped'; readonly at: number; readonly cause: GapCause }
  /** a fragment is closed: `cut` is what the cutter needs to close the same one again, and to go on behind it */
  | {
      readonly type: 'closed';
      readonly at: number;
      readonly part: number;
      readonly cut: ClosedCut;
      /** longer than asked, because a single group of pictures is; left out: no */
      readonly tooLong?: boolean;
      /** as much is recorded as was asked for, so none follows; left out: one may */
      readonly last?: true;
    }
  | {
      readonly type: 'published';
      readonly at: number;
      readonly part: number;
      readonly path: string;
      readonly size: number;
      /** left out: nothing */
      readonly without?: readonly Forgone[];
    }
  /** a fragment could not be made; its segments stay */
  | { readonly type: 'failed'; readonly at: number; readonly part: number; readonly detail: string }
  /** nothing will be added: the stream ended, enough is recorded, somebody stopped it, or an outage lasted too long */
  | {
      readonly type: 'ended';
      readonly at: number;
      readonly why: 'stream' | 'duration' | 'stopped' | 'gave-up';
      /** what is not there of them up to the end is missing; left out: none */
      readonly unended?: readonly Unended[];
    };

/** Where a fragment ends: at a keyframe of a segment of the main track, or behind the last segment before a break. */
export interface ClosedCut {
  readonly epoch: number;
  readonly sequence: number;
  /** the keyframe's presentation time as in the segment's summary, or `null`: behind this segment */
  readonly pts: number | null;
}

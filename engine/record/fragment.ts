import type { StoredSegment } from './stored.ts';

/** A time in ticks; exact where seconds would not be. */
export interface Ticks {
  readonly ticks: number;
  /** ticks a second */
  readonly timescale: number;
}

/** A stored segment in a fragment, and what is added to all its timestamps to get the fragment's own. */
export interface FragmentPiece {
  readonly segment: StoredSegment;
  readonly shift: Ticks;
}

/** What one track gives to a fragment. */
export interface FragmentTrack {
  readonly track: string;
  /** in their order; the first and the last usually lie in two fragments */
  readonly pieces: readonly FragmentPiece[];
  /** `FragmentPlan.fromCut` for this track, where it is another than the plan's */
  readonly fromCut?: boolean;
  /** `FragmentPlan.to` for this track, where it is another than the plan's: in ticks of this track, so that no frame counts twice */
  readonly to?: Ticks | null;
}

/**
 * A fragment that can be made: nothing will be added to it. Times are the fragment's own: after the shift of each piece,
 * the keyframe it begins with is at 0.
 *
 * Video belongs to it from the keyframe at 0 up to, and without, the keyframe at `to`, in the order of decoding. A frame of
 * audio belongs to the fragment in which it begins. So each access unit of a recording is in exactly one fragment.
 */
export interface FragmentPlan {
  /** from 1 */
  readonly part: number;
  /** seconds from the beginning of the recording */
  readonly at: number;
  /** seconds */
  readonly length: number;
  /** date of its first picture, milliseconds since the epoch: the stream's own where it has one, else see `timeAt` */
  readonly date: number;
  /** it is the only one, and no other will follow */
  readonly single: boolean;
  /** longer than asked, because a single group of pictures is */
  readonly tooLong: boolean;
  /** the main track first */
  readonly tracks: readonly FragmentTrack[];
  /** false where nothing comes before it: audio that begins before the first keyframe then belongs to it as well */
  readonly fromCut: boolean;
  /** where it ends, in its own time; `null`: with the last of its pieces */
  readonly to: Ticks | null;
}

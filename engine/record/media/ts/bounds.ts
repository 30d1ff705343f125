import { type FeedWindow, feedOrigin } from '../../feed.ts';
import type { Ticks } from '../../fragment.ts';
import { type TickWindow, windowIn } from '../window.ts';
import { ticksPerSecond } from './timestamp.ts';

/** The window of a fragment in the timestamps of one segment, and how these are moved. */
export interface Bounds {
  readonly window: TickWindow;
  /** ticks that are added to get the fragment's own time, where that is not needed to the tick */
  readonly shift: number;
  /** ticks that are added to the timestamps that are let out; whole */
  readonly move: number;
}

/** Works out the window in the timestamps of a segment. @param shift what is added to them */
export function boundsOf(window: FeedWindow, shift: Ticks): Bounds {
  const own = (shift.ticks * ticksPerSecond) / shift.timescale;
  return {
    window: windowIn(window, shift, ticksPerSecond),
    shift: own,
    move: Math.round(own) + feedOrigin * ticksPerSecond,
  };
}

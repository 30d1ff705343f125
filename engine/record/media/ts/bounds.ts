import { type FeedWindow, feedOrigin } from '../../feed.ts';
import type { Ticks } from '../../fragment.ts';
import { ticksPerSecond } from './timestamp.ts';

/** The window of a fragment in the timestamps of one segment. Ticks. */
export interface Bounds {
  /** what begins at or after it may belong to the fragment; -Infinity where all before does */
  readonly low: number;
  /** what begins at or after it belongs to the next one; Infinity for none */
  readonly high: number;
  /** what is added to get the fragment's own time, where that is not needed to the tick */
  readonly shift: number;
  /** what is added to the timestamps that are let out; whole */
  readonly move: number;
}

/**
 * Moves the window into the timestamps of a segment. Exact, also where the shift is counted in other ticks: a unit that one
 * fragment leaves to the next must be in the next, whatever the two are counted in.
 */
export function boundsOf({ fromCut, to }: FeedWindow, shift: Ticks): Bounds {
  const [ticks, scale] = exact(shift);
  const low = fromCut ? ceiling(-ticks, scale) : Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  if (to !== null) {
    const [end, endScale] = exact(to);
    high = ceiling(end * scale - ticks * endScale, scale * endScale);
  }
  const own = (shift.ticks * ticksPerSecond) / shift.timescale;
  return { low, high, shift: own, move: Math.round(own) + feedOrigin * ticksPerSecond };
}

function exact({ ticks, timescale }: Ticks): [ticks: bigint, timescale: bigint] {
  return [BigInt(Math.round(ticks)) * BigInt(ticksPerSecond), BigInt(timescale)];
}

/** The quotient, rounded up. */
function ceiling(dividend: bigint, divisor: bigint): number {
  const quotient = dividend / divisor;
  return Number(dividend > 0n && dividend % divisor !== 0n ? quotient + 1n : quotient);
}

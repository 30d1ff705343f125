import type { FeedWindow } from '../feed.ts';
import type { Ticks } from '../fragment.ts';

/** The window of a fragment in the timestamps of one stream of one segment. */
export interface TickWindow {
  /** what presents at this tick or later comes at or behind the fragment's 0; `null`: everything does */
  readonly from: number | null;
  /** what presents at this tick or later lies behind the fragment; `null`: nothing does */
  readonly to: number | null;
}

/**
 * Works out, exactly, where a fragment begins and ends in the timestamps of a stream.
 * @param shift what is added to the timestamps of the segment
 * @param timescale ticks a second of the stream
 */
export function windowIn({ fromCut, to }: FeedWindow, shift: Ticks, timescale: number): TickWindow {
  return {
    from: fromCut ? firstTickAt({ ticks: 0, timescale: 1 }, shift, timescale) : null,
    to: to === null ? null : firstTickAt(to, shift, timescale),
  };
}

/** The lowest tick that is, once shifted, not before `time`. */
function firstTickAt(time: Ticks, shift: Ticks, timescale: number): number {
  const parts = BigInt(time.timescale) * BigInt(shift.timescale);
  const distance = BigInt(time.ticks) * BigInt(shift.timescale) - BigInt(shift.ticks) * BigInt(time.timescale);
  return -Number(floor(-distance * BigInt(timescale), parts));
}

/** The same time in ticks of another timescale, rounded to the nearest. */
export function rescale(ticks: bigint, from: number, to: number): bigint {
  return from === to ? ticks : floor(2n * ticks * BigInt(to) + BigInt(from), 2n * BigInt(from));
}

function floor(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** Lets the pictures of one stream through that belong to a fragment: see `FragmentPlan`. */
export class PictureGate {
  #state: 'before' | 'within' | 'behind' = 'before';

  /** Asks for each picture once, in the order of decoding. */
  admits(picture: { readonly key: boolean; readonly pts: number }, { from, to }: TickWindow): boolean {
    const { key, pts } = picture;
    if (key && to !== null && pts >= to) this.#state = 'behind';
    else if (key && this.#state === 'before' && (from === null || pts >= from)) this.#state = 'within';
    return this.#state === 'within';
  }
}

/** Whether a frame of sound belongs to a fragment: it does where it begins. */
export function admitsSound(pts: number, { from, to }: TickWindow): boolean {
  return (from === null || pts >= from) && (to === null || pts < to);
}

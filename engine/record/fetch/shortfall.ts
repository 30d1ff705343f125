import { heldBy, wholeShare } from '../held.ts';
import type { MediaSummary } from '../stored.ts';

/** Segments of late by which others are measured. */
const REMEMBERED = 16;

/**
 * Tells segments that hold less than their playlist says: MPEG-TS that was cut where a packet ends looks whole. Not every playlist
 * is exact, so a segment is measured by the least that those of late held of what was said about them.
 */
export class Shortfall {
  #shares: number[] = [];

  /** Whether a segment may have been cut. @param duration seconds, as the playlist says */
  isSuspect(media: MediaSummary, duration: number): boolean {
    const share = shareOf(media, duration);
    return share !== null && share < wholeShare * Math.min(1, ...this.#shares);
  }

  /** A segment is taken as it is, and others will be measured by it. @param duration seconds, as the playlist says */
  accept(media: MediaSummary, duration: number): void {
    const share = shareOf(media, duration);
    if (share !== null) this.#shares = [...this.#shares, share].slice(-REMEMBERED);
  }

  /** One that was taken turns out to have been cut: it is no measure for others. @param duration seconds, as the playlist says */
  reject(media: MediaSummary, duration: number): void {
    const share = shareOf(media, duration);
    this.#shares = this.#shares.filter((other) => other !== share);
  }
}

/** How much of its duration a segment holds, 1 being all; `null` where nothing tells. */
function shareOf(media: MediaSummary, duration: number): number | null {
  const held = heldBy(media);
  return held === null || duration <= 0 ? null : held / duration;
}

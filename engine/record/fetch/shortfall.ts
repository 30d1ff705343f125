import type { MediaSummary } from '../stored.ts';

/** Segments of late by which others are measured. */
const REMEMBERED = 16;
/** Durations in playlists are rounded, and frames are not divided. */
const TOLERANCE = 0.9;

/**
 * Tells segments that hold less than their playlist says: MPEG-TS that was cut where a packet ends looks whole. Not every playlist
 * is exact, so a segment is measured by the least that those of late held of what was said about them.
 */
export class Shortfall {
  #shares: number[] = [];

  /** Whether a segment may have been cut. @param duration seconds, as the playlist says */
  isSuspect(media: MediaSummary, duration: number): boolean {
    const share = shareOf(media, duration);
    return share !== null && share < TOLERANCE * Math.min(1, ...this.#shares);
  }

  /** A segment is taken as it is, and others will be measured by it. @param duration seconds, as the playlist says */
  accept(media: MediaSummary, duration: number): void {
    const share = shareOf(media, duration);
    if (share !== null) this.#shares = [...this.#shares, share].slice(-REMEMBERED);
  }
}

/** How much of its duration a segment holds, 1 being all; `null` where nothing tells. */
function shareOf({ streams }: MediaSummary, duration: number): number | null {
  // How long a single frame lasts, nothing says.
  const lengths = streams
    .filter(({ units }) => units > 1)
    .map(({ first, end, timescale }) => (end - first) / timescale);
  return lengths.length === 0 || duration <= 0 ? null : Math.max(...lengths) / duration;
}

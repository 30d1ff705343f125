import type { Ticks } from './fragment.ts';
import type { Container } from './stored.ts';

/** Which access units a feed lets through, in the fragment's own time (after the shift of each segment). */
export interface FeedWindow {
  /** see `FragmentPlan.fromCut` */
  readonly fromCut: boolean;
  /** see `FragmentPlan.to` */
  readonly to: Ticks | null;
}

/**
 * Turns the stored segments of one track into the bytes of exactly one fragment, for ffmpeg's pipe: access units outside the
 * window are left out, timestamps are moved so that the fragment's 0 comes out as `feedOrigin` seconds. The container stays,
 * except for bare sound, which has no timestamps and leaves in MPEG-TS.
 */
export interface Feed {
  /** ffmpeg's name of the format (`mpegts`, `mp4`, `flv`) */
  readonly format: string;
  /**
   * `push` changes the bytes of the segment into what it gives, and keeps nothing of them: once that is written, their memory
   * may hold the next segment.
   */
  readonly inPlace?: true;
  /** Segments in their order. */
  push(segment: { readonly data: Uint8Array; readonly init: Uint8Array | null; readonly shift: Ticks }): Uint8Array[];
  /** What was held back. */
  end(): Uint8Array[];
  /** access units let through so far, by the id of their stream, with the sum of their payload bytes */
  readonly passed: ReadonlyMap<number, { readonly kind: 'video' | 'audio'; readonly units: number }>;
}

/** Seconds at which a fragment's 0 comes out of a feed: room for pictures that are decoded before they are shown. */
export const feedOrigin = 10;

/** What `openFeed` of a container is. */
export type OpenFeed = (window: FeedWindow, container: Container) => Feed;

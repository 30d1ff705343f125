import type { VideoOptions } from '../../contract/video.ts';
import type { Range } from '../download/ranges.ts';
import type { SegmentIndex } from '../sources/dash/sidx.ts';

/**
 * Which bytes of an indexed file a clip needs beside its head: whole segments, from the one that begins at `start` or before it.
 * @returns `null` where the index does not tell, so that all has to be fetched
 */
export function clipWindow(
  { earliest, references }: SegmentIndex,
  { start, end }: NonNullable<VideoOptions['clip']>,
): Range | null {
  if (references.length === 0 || references.some(({ index }) => index)) return null;
  let at = earliest;
  let window: Range | null = null;
  for (const { start: from, length, duration } of references) {
    if (window !== null && end !== null && at >= end) break;
    // Of what lies before the clip only the last is kept; a clip behind the end gets the end.
    window = { start: window === null || at <= start ? from : window.start, end: from + length };
    at += duration;
  }
  return window;
}

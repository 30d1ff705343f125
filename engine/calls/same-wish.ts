import { isDeepStrictEqual } from 'node:util';
import type { VideoOptions } from '../../contract/video.ts';

/** Whether two wishes for the same video come to the same media: its sound alone, or another part of it, is another thing. */
export function sameWish(one: VideoOptions | null, other: VideoOptions | null): boolean {
  if (one === null || other === null) return one === other;
  return one.format === other.format && one.audio === other.audio && isDeepStrictEqual(one.clip, other.clip);
}

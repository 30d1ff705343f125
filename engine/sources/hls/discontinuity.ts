import type { MediaPlaylist, PlaylistSegment } from '../../record/playlist.ts';

/**
 * The segments with the discontinuity numbers that those of them had which the playlist of before names too. Many servers
 * leave out EXT-X-DISCONTINUITY-SEQUENCE, so that all numbers fall by one when a tag leaves the window.
 * @param counted whether the server gives the tag; without it numbers go on where no segment is known from before
 */
export function continued(
  segments: readonly PlaylistSegment[],
  before: MediaPlaylist | null,
  counted: boolean,
): readonly PlaylistSegment[] {
  const shift = before === null ? 0 : shiftOf(segments, before.segments, counted);
  return shift === 0
    ? segments
    : segments.map((segment) => ({ ...segment, discontinuity: segment.discontinuity + shift }));
}

function shiftOf(segments: readonly PlaylistSegment[], before: readonly PlaylistSegment[], counted: boolean): number {
  const bySequence = new Map(before.map((segment) => [segment.sequence, segment]));
  for (const segment of segments) {
    const same = bySequence.get(segment.sequence);
    if (same !== undefined && place(same) === place(segment)) return same.discontinuity - segment.discontinuity;
  }
  const [first, last] = [segments[0], before.at(-1)];
  if (counted || first === undefined || last === undefined || first.sequence <= last.sequence) return 0;
  return Math.max(0, last.discontinuity - first.discontinuity);
}

/** Queries hold tokens, which change from answer to answer. */
function place(segment: PlaylistSegment): string {
  return `${segment.url.split('?', 1)[0]}#${segment.range?.start ?? ''}`;
}

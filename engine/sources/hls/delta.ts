import { type PlaylistText, type SegmentText, splitPlaylist } from './playlist-text.ts';

/**
 * A playlist as if the server had sent everything: the media segments that a delta update leaves out (RFC 8216bis section
 * 6.2.5.1) are put back in, in the words of the playlist of before.
 * @param update as split without anything before it
 * @param before `null` when nothing is known
 * @returns `null` when they are not all there, so that the whole playlist has to be asked for
 * @throws Failure as `splitPlaylist`
 */
export function withSkipped(
  text: string,
  url: string,
  update: PlaylistText,
  before: PlaylistText | null,
): PlaylistText | null {
  if (update.skipped === 0) return update;
  const from = before === null ? -1 : update.mediaSequence - before.mediaSequence;
  const skipped = from < 0 ? [] : (before?.segments.slice(from, from + update.skipped) ?? []);
  const last: SegmentText | undefined = skipped.at(-1);
  if (last === undefined || skipped.length < update.skipped) return null;
  // Keys, maps and byte ranges of what was left out go on in what follows it.
  const rest = splitPlaylist(text, url, last);
  return { ...rest, skipped: 0, segments: [...skipped, ...rest.segments] };
}

import { KeysInForce } from './keys.ts';
import type { PlaylistText, SegmentLines } from './playlist-text.ts';

/**
 * Puts the media segments that a delta update leaves out (RFC 8216bis section 6.2.5.1) back in, in the words of the
 * playlist of before; the result reads as if the server had sent everything.
 * @returns `null` when they are not all there, so that the whole playlist has to be asked for
 */
export function withSkipped(update: PlaylistText, before: PlaylistText): PlaylistText | null {
  const from = update.mediaSequence - before.mediaSequence;
  const skipped = from < 0 ? [] : before.segments.slice(from, from + update.skipped);
  if (skipped.length < update.skipped) return null;
  return {
    ...update,
    skipped: 0,
    segments: [...carried(before.segments.slice(0, from), skipped), ...update.segments],
  };
}

/** `kept` with the keys and the map that were set in `dropped` and still hold; its first byte range gets an offset of its own. */
function carried(dropped: readonly SegmentLines[], kept: readonly SegmentLines[]): readonly SegmentLines[] {
  const [first, ...rest] = kept;
  if (first === undefined) return kept;
  const keys = new KeysInForce();
  let map: string[] = [];
  let end = 0;
  for (const line of dropped.flat()) {
    keys.apply(line);
    // A map is under the keys of its own place, which may not be the ones that hold at the end.
    if (line.startsWith('#EXT-X-MAP:')) map = ['#EXT-X-KEY:METHOD=NONE', ...keys.lines, line, '#EXT-X-KEY:METHOD=NONE'];
    end = rangeEnd(line, end);
  }
  return [[...map, ...keys.lines, ...first.map((line) => withOffset(line, end))], ...rest];
}

function rangeEnd(line: string, end: number): number {
  const [, length, start] = /^#EXT-X-BYTERANGE:\s*(\d+)(?:@(\d+))?/u.exec(line) ?? [];
  return length === undefined ? end : Number(start ?? end) + Number(length);
}

function withOffset(line: string, offset: number): string {
  return /^#EXT-X-BYTERANGE:\s*\d+$/u.test(line) ? `${line}@${offset}` : line;
}

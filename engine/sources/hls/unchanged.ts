import type { MediaPlaylist } from '../../record/playlist.ts';
import { readDate } from '../date.ts';
import type { PlaylistText, SegmentText } from './playlist-text.ts';

/** A playlist that was read, and what was read. */
export interface Words {
  readonly playlist: MediaPlaylist;
  readonly text: PlaylistText;
  /** of the segments, milliseconds since the epoch, not rounded */
  readonly dates: readonly (number | null)[];
  readonly variables: Readonly<Record<string, string>> | null;
}

/** Milliseconds by which a date that is told again may differ from the one that was worked out. */
const rounding = 20;

/**
 * How many segments at the beginning of a playlist are the same as in the one of before, so that they need not be read again: a
 * window of hours changes by one segment at a time.
 * @param url of the new one
 * @returns where they begin in the one of before, and how many there are
 */
export function unchangedIn(
  text: PlaylistText,
  url: string,
  variables: Words['variables'],
  before: Words,
): { readonly from: number; readonly count: number } {
  const from = text.mediaSequence - before.text.mediaSequence;
  const sameGround =
    from >= 0 &&
    withoutQuery(url) === withoutQuery(before.playlist.url) &&
    text.header.join('\n') === before.text.header.join('\n') &&
    JSON.stringify(variables) === JSON.stringify(before.variables);
  let count = 0;
  while (sameGround && count < text.segments.length) {
    const [now, then] = [text.segments[count], before.text.segments[from + count]];
    const date = before.dates[from + count] ?? null;
    if (now === undefined || then === undefined || !isSame(now, then, date)) break;
    count += 1;
  }
  return { from, count };
}

function isSame(now: SegmentText, then: SegmentText, date: number | null): boolean {
  return (
    now.uri === then.uri &&
    now.duration === then.duration &&
    now.range === then.range &&
    now.gap === then.gap &&
    now.breaks === then.breaks &&
    now.standing.lines === then.standing.lines &&
    (now.date === then.date || now.date === null || isNear(readDate(now.date), date))
  );
}

function isNear(one: number | null, other: number | null): boolean {
  return one !== null && other !== null && Math.abs(one - other) <= rounding;
}

function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

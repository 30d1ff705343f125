import type { MediaPlaylist, PlaylistSegment } from '../../../engine/record/playlist.ts';

/** A segment of two seconds; everything else as the test wants. */
export function segment(sequence: number, more: Partial<PlaylistSegment> = {}): PlaylistSegment {
  return {
    sequence,
    discontinuity: 0,
    url: `http://live.test/a/seg${sequence}.ts`,
    range: null,
    duration: 2,
    dateTime: null,
    map: null,
    key: null,
    gap: false,
    ...more,
  };
}

/** Segments `first` to `last`, both included. */
export function segments(
  first: number,
  last: number,
  more: (sequence: number) => Partial<PlaylistSegment> = () => ({}),
): PlaylistSegment[] {
  return Array.from({ length: last - first + 1 }, (_, i) => segment(first + i, more(first + i)));
}

export function playlist(list: readonly PlaylistSegment[], more: Partial<MediaPlaylist> = {}): MediaPlaylist {
  return {
    url: 'http://live.test/a/list.m3u8',
    targetDuration: 2,
    segments: list,
    ended: false,
    control: { canBlockReload: false, canSkipUntil: null, partTarget: null },
    reloadAfter: null,
    holdBack: null,
    ...more,
  };
}

/** A place for the date of segment `sequence` of a stream whose number 0 began at `start` seconds. */
export const dated = (start: number) => (sequence: number) => ({ dateTime: (start + sequence * 2) * 1000 });

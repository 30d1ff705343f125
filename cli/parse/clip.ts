import { parseDuration } from '../../contract/duration.ts';

/** A part of a video in seconds; `end` is `null` for the end of the video. */
export interface Clip {
  readonly start: number;
  readonly end: number | null;
}

/** Reads a part of a video: `1:00-2:30`, `90-150`, `1m30s-2m`, `1:00-` (to the end), `-2:30`. `undefined` when it is none. */
export function parseClip(text: string): Clip | undefined {
  const [, from = '', to = ''] = /^([^-]*)-([^-]*)$/.exec(text.trim()) ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? 0 : parseDuration(from);
  const end = to === '' ? null : parseDuration(to);
  if (start === undefined || end === undefined || (end !== null && end <= start)) return undefined;
  return { start, end };
}

import { hash } from 'node:crypto';
import type { PlaylistSegment } from '../playlist.ts';

/** What is remembered of a segment that was decided on, to tell it again. Numbers are those of the recording. */
export interface Known {
  readonly sequence: number;
  readonly discontinuity: number;
  /** see `nameOf`; empty: not known */
  readonly name: string;
  /** milliseconds since the epoch, or `null` */
  readonly dateTime: number | null;
  /** seconds */
  readonly duration: number;
  /** only the clock told of it: it may turn out that there never was one */
  readonly byClock?: true;
}

/** What is added to a playlist's numbers to get the recording's. */
export interface Shift {
  readonly sequence: number;
  readonly discontinuity: number;
}

export const noShift: Shift = { sequence: 0, discontinuity: 0 };

/**
 * A short name for a segment. Only the end of its path counts: hosts, queries and the folders above change when a token is
 * renewed or another server answers.
 */
export function nameOf({ url, range }: PlaylistSegment): string {
  const path = url
    .replace(/[?#].*$/s, '')
    .split('/')
    .slice(-2)
    .join('/');
  const part = range === null ? '' : `#${range.start}-${range.length}`;
  return hash('sha1', path + part, 'base64url').slice(0, 12);
}

export function knownOf(segment: PlaylistSegment, shift: Shift): Known {
  return {
    sequence: segment.sequence + shift.sequence,
    discontinuity: segment.discontinuity + shift.discontinuity,
    name: nameOf(segment),
    dateTime: segment.dateTime,
    duration: segment.duration,
    ...(segment.byClock === true ? { byClock: true } : {}),
  };
}

/** Mean duration in seconds; the target duration is rounded up and would tell lost stretches too long. */
export function meanDuration(segments: readonly PlaylistSegment[]): number {
  return segments.length === 0 ? 0 : totalDuration(segments) / segments.length;
}

export function totalDuration(segments: readonly PlaylistSegment[]): number {
  let total = 0;
  for (const { duration } of segments) total += duration;
  return total;
}

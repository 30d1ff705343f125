import type { StreamPackets } from '../../ffmpeg/packets.ts';
import type { FileForm } from './file-form.ts';

/** What a fragment has to be, if nothing was lost when it was put together. */
export interface Expectation {
  /** access units that went in, a number for each stream */
  readonly passed: readonly { readonly kind: 'video' | 'audio'; readonly units: number }[];
  readonly form: FileForm;
  /** seconds at which the picture begins, behind sound that comes before it */
  readonly start: number;
  /** seconds that the picture lasts, or sound that begins with it */
  readonly length: number;
  /** pictures that do not stand alone are allowed at the beginning */
  readonly keepAll: boolean;
}

/** Seconds by which a picture may begin elsewhere: Matroska counts milliseconds; see also `timeArguments`. */
const startTolerance = { exact: 0.002, shifted: 2 } as const;

/**
 * Compares a finished file with what went into it.
 * @returns what is wrong with it, or `null`
 */
export function faultOf(made: readonly StreamPackets[], expected: Expectation): string | null {
  return countFault(made, expected, 'video') ?? countFault(made, expected, 'audio') ?? timeFault(made, expected);
}

function countFault(made: readonly StreamPackets[], { passed }: Expectation, kind: 'video' | 'audio'): string | null {
  // Streams of a kind cannot be told apart from outside, but none may have lost anything.
  const got = ascending(made.filter((stream) => stream.kind === kind).map(({ packets }) => packets));
  const wanted = ascending(
    passed.filter((stream) => stream.kind === kind && stream.units > 0).map(({ units }) => units),
  );
  // More may be right: ffmpeg takes packets apart that hold several pictures or frames.
  const isWhole = got.length === wanted.length && got.every((count, index) => count >= (wanted[index] ?? 0));
  return isWhole ? null : `packets of ${kind}: ${got.join(', ') || 'none'}, not ${wanted.join(', ') || 'none'}`;
}

function ascending(counts: readonly number[]): number[] {
  return counts.toSorted((one, other) => one - other);
}

function timeFault(made: readonly StreamPackets[], expected: Expectation): string | null {
  const { form, start, length, keepAll } = expected;
  const video = made.find(({ kind }) => kind === 'video');
  if (video !== undefined) {
    if (!video.beginsWithKey && !keepAll) return 'it does not begin with a picture that stands alone';
    if (!video.isTimed) return 'some of its pictures have no time';
    const isShifted = form.format === 'mpegts' || (form.format === 'matroska' && keepAll);
    const tolerance = isShifted ? startTolerance.shifted : startTolerance.exact;
    if (!(Math.abs(video.start - start) <= tolerance)) return `the picture begins at ${video.start} s, not ${start} s`;
  }
  // Frames of MPEG audio have no times: missing ones close up.
  if (form.format === 'mp3') return null;
  const kind = video === undefined ? 'audio' : 'video';
  const span = Math.max(...made.filter((stream) => stream.kind === kind).map((stream) => stream.span));
  // The last frame may last for any time, and lengths are measured on the first stream only.
  const wanted = video === undefined ? length + start : length;
  const isPlausible = Math.abs(span - wanted) <= 5 + wanted / 10;
  return isPlausible ? null : `it is ${span} s long, not ${wanted} s`;
}

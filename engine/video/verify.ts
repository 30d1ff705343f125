import type { StreamPackets } from '../ffmpeg/packets.ts';

/** What a file has to be, if nothing was lost when it was put together. */
export interface Expectation {
  /** packets of each track that went in whole; `null` where only a part was wanted, or it was converted */
  readonly packets: { readonly video: number | null; readonly audio: number | null };
  /** which streams have to be there */
  readonly streams: { readonly video: boolean; readonly audio: boolean };
  /** seconds it has to last, or `null` where nobody knows */
  readonly length: number | null;
}

/** Seconds and share by which a length may be off: a clip begins at a keyframe, and durations of sites are rounded. */
const tolerance = { seconds: 5, share: 0.1 } as const;

/**
 * Compares a finished file with what went into it.
 * @returns what is wrong with it, or `null`
 */
export function faultOf(made: readonly StreamPackets[], { packets, streams, length }: Expectation): string | null {
  for (const kind of ['video', 'audio'] as const) {
    if (!streams[kind]) continue;
    // A cover is a picture of one packet beside the real one.
    const most = Math.max(...made.filter((stream) => stream.kind === kind).map((stream) => stream.packets));
    if (!(most > 0)) return `there is no ${kind} in it`;
    const wanted = packets[kind];
    if (wanted !== null && most < wanted) return `${most} of ${wanted} packets of ${kind}`;
  }
  if (length === null) return null;
  const span = Math.max(...made.filter(({ kind }) => kind !== 'other').map((stream) => stream.span));
  // A clip may begin a whole group of pictures before, and those may be long: only too short is wrong for sure.
  return span >= length - tolerance.seconds - length * tolerance.share ? null : `it is ${span} s long, not ${length} s`;
}

import type { MediaSummary, StreamSummary } from '../../stored.ts';
import { clock, type FlvStream, readFlvSegment } from './segment.ts';

/** Ids of the streams of FLV, which has none: those that ffmpeg gives them. */
export const streamIds = { video: 0, audio: 1 } as const;

/**
 * What a segment of FLV holds; times in milliseconds.
 * @param init header of the file, metadata and sequence headers, or `null` where the segment has them
 * @throws Failure `corrupt-media`
 */
export function readFlv(data: Uint8Array, init: Uint8Array | null): MediaSummary {
  return { container: 'flv', streams: readFlvSegment(data, init).map(summary), wrap: clock.wrap, timed: true };
}

function summary({ kind, codec, config, units }: FlvStream): StreamSummary {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { pts } of units) {
    first = Math.min(first, pts);
    last = Math.max(last, pts);
  }
  return {
    id: streamIds[kind],
    kind,
    codec,
    format: config.format,
    shown: config.shown,
    timescale: clock.timescale,
    first,
    end: last + (Math.round(config.frameLength) || lastStep(units.map(({ dts }) => dts))),
    units: units.length,
    keys: kind === 'audio' ? [] : units.filter(({ key }) => key).map(({ pts, dts }) => ({ pts, dts })),
  };
}

/** Nothing says how long the last unit lasts: as long as the one before it, or 0 where there is none. */
function lastStep(times: readonly number[]): number {
  return Math.max(0, (times.at(-1) ?? 0) - (times.at(-2) ?? times.at(-1) ?? 0));
}

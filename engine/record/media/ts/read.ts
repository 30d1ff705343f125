import { Failure } from '../../../../contract/errors.ts';
import type { MediaSummary, StreamSummary } from '../../stored.ts';
import { findFrame } from '../audio-frames/find-frame.ts';
import { shownSound } from '../audio-frames/shown-sound.ts';
import type { AudioScan } from './audio-scan.ts';
import { type ScannedTrack, scanSegment } from './scan.ts';
import { readSound } from './sound.ts';
import { ticksPerSecond, wrapTicks } from './timestamp.ts';
import type { VideoScan } from './video-scan.ts';

/**
 * What a segment of MPEG-TS holds. Streams in which nothing begins are left out. Limits: several access units of video in one
 * PES packet count as one, and so do frames of audio whose headers are not known (LATM, DTS, Opus).
 * @param init packets with the programme (EXT-X-MAP) for segments that do not bring it, or `null`
 * @throws Failure `corrupt-media` when it is not MPEG-TS, is cut, or has nothing to record; `protected` when it is encrypted
 */
export function readTs(data: Uint8Array, init: Uint8Array | null = null): MediaSummary {
  const { tracks } = scanSegment(data, init);
  const streams = tracks.map(summary).filter((stream) => stream !== undefined);
  if (streams.length === 0) throw new Failure('corrupt-media', { detail: 'no picture and no sound begins in it' });
  return { container: 'ts', streams, wrap: wrapTicks, timed: true };
}

function summary(track: ScannedTrack): StreamSummary | undefined {
  return track.content.form === 'video' ? videoSummary(track, track.content) : audioSummary(track, track.content);
}

function videoSummary({ stream, kind }: ScannedTrack, { units, format }: VideoScan): StreamSummary | undefined {
  const begun = units.filter(({ begins }) => begins);
  const timed = begun.filter(({ pts }) => !Number.isNaN(pts));
  const span = spanOf(timed.map(({ pts }) => pts));
  if (span === undefined) return undefined;
  return {
    id: stream.pid,
    kind: 'video',
    codec: kind.codec,
    format: format?.format ?? '',
    shown: format === undefined ? '' : `${format.width}×${format.height}`,
    timescale: ticksPerSecond,
    first: span.first,
    end: span.last + lastStep(timed.map(({ dts }) => dts)),
    units: begun.length,
    keys: timed.filter(({ key }) => key).map(({ pts, dts }) => ({ pts, dts })),
  };
}

function audioSummary({ stream, kind }: ScannedTrack, { marks, stream: bytes }: AudioScan): StreamSummary | undefined {
  const common = { id: stream.pid, kind: 'audio', timescale: ticksPerSecond, keys: [] } as const;
  if (kind.kind !== 'audio' || kind.grammar === null) {
    const times = marks.map(({ pts }) => pts).filter((pts) => !Number.isNaN(pts));
    const span = spanOf(times);
    if (span === undefined) return undefined;
    const end = span.last + lastStep(times);
    return { ...common, codec: kind.codec, format: kind.codec, shown: '', first: span.first, end, units: times.length };
  }
  const start = findFrame(kind.grammar, bytes, 0);
  const { frames, header } = readSound(kind.grammar, bytes, marks, start < 0 ? bytes.length : start);
  const span = spanOf(frames.map(({ time }) => Math.round(time)).filter((time) => !Number.isNaN(time)));
  if (header === undefined || span === undefined) return undefined;
  const last = frames.at(-1);
  return {
    ...common,
    codec: header.codec,
    format: header.format,
    shown: shownSound(header.sampleRate, header.channels),
    first: span.first,
    end: Math.max(span.last, Math.round(last === undefined ? 0 : last.time + last.duration)),
    units: frames.length,
  };
}

function spanOf(times: readonly number[]): { first: number; last: number } | undefined {
  if (times.length === 0) return undefined;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return { first, last };
}

/** How long the last unit lasts, nothing says so: as long as the one before it; 0 where there is none. */
function lastStep(times: readonly number[]): number {
  for (let at = times.length - 1; at > 0; at -= 1) {
    const step = (times[at] ?? 0) - (times[at - 1] ?? 0);
    if (step > 0) return step;
  }
  return 0;
}

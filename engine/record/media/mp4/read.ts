import type { KeyPoint, MediaSummary, StreamSummary } from '../../stored.ts';
import { corrupt } from '../corrupt.ts';
import type { PictureFormat } from '../ts/picture.ts';
import { inBandFormat } from './in-band.ts';
import type { Mp4Track } from './init.ts';
import { decodingTime, isKey, presentationTime, type SampleRun } from './sample.ts';
import { readMp4Segment } from './segment.ts';

/**
 * What a media segment of fragmented MP4 holds. Streams are told apart by their track id; times include the edit list of the
 * initialisation section. Tracks that are neither video nor sound are left out.
 * @param init the initialisation section, or `null` where the segment brings its own
 * @throws Failure `corrupt-media`, `protected`
 */
export function readMp4(data: Uint8Array, init: Uint8Array | null): MediaSummary {
  const segment = readMp4Segment(data, init);
  const runs = segment.parts.flatMap((part) => part.runs);
  const tracks = [...segment.init.tracks.values()];
  const streams = tracks.flatMap((track) => summaryOf(track, data, runs) ?? []);
  const expected = tracks.some(({ kind }) => kind !== 'other') || tracks.length === 0;
  if (streams.length === 0 && expected) throw corrupt('no samples of video or sound');
  return { container: 'mp4', streams, wrap: null, timed: segment.timed };
}

function summaryOf(track: Mp4Track, data: Uint8Array, all: readonly SampleRun[]): StreamSummary | null {
  if (track.kind === 'other') return null;
  const runs = all.filter((run) => run.track === track && run.samples.length > 0);
  const entry = track.entries[(runs[0]?.entry ?? 0) - 1];
  if (entry === undefined) return null;
  const keys: KeyPoint[] = [];
  let picture: PictureFormat | undefined;
  let [first, end, units] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const run of runs) {
    for (const sample of run.samples) {
      const pts = presentationTime(run, sample);
      first = Math.min(first, pts);
      end = Math.max(end, pts + sample.duration);
      units++;
      if (track.kind !== 'video' || !isKey(run, sample, data)) continue;
      keys.push({ pts, dts: decodingTime(run, sample) });
      if (entry.inBand) picture ??= inBandFormat(entry, data.subarray(sample.at, sample.at + sample.size));
    }
  }
  const { codec } = entry;
  // Where samples bring parameter sets, pictures may change although the entry stays.
  const format = picture === undefined ? entry.format : `${entry.format} ${picture.format}`;
  const shown = picture === undefined ? entry.shown : `${picture.width}×${picture.height}`;
  return { id: track.id, kind: track.kind, codec, format, shown, timescale: track.timescale, first, end, units, keys };
}

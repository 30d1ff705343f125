import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FragmentPlan, FragmentTrack, Ticks } from '../../../engine/record/fragment.ts';
import { readSegment } from '../../../engine/record/media/read.ts';
import type { KeyPoint, StoredSegment, StreamSummary } from '../../../engine/record/stored.ts';
import { run } from '../media/ts/ffmpeg.ts';

/** What is to be recorded: arguments of ffmpeg before the output, and how it is cut into segments. */
export interface Source {
  readonly args: readonly string[];
  readonly form: 'ts' | 'fmp4' | 'adts' | 'mp3' | 'ac3';
  /** seconds in all */
  readonly seconds?: number;
}

export const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=25'] as const;
export const tone = ['-f', 'lavfi', '-i', 'sine=r=48000'] as const;
export const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-g', '25'] as const;
export const aac = ['-c:a', 'aac', '-b:a', '64k'] as const;

/** Makes media segments, and stores them in `folder` as a recording does. */
export async function record(folder: string, track: string, source: Source): Promise<StoredSegment[]> {
  const { args, form, seconds = 6 } = source;
  const name = (suffix: string): string => join(folder, `${track}-${suffix}`);
  const time = ['-t', String(seconds)];
  if (form === 'ts') {
    const out = ['-f', 'segment', '-segment_time', '1', '-segment_format', 'mpegts', name('%03d.ts')];
    await run('ffmpeg', ['-v', 'error', ...args, ...time, ...out]);
  } else if (form === 'fmp4') {
    const hls = ['-f', 'hls', '-hls_time', '1', '-hls_list_size', '0', '-hls_segment_type', 'fmp4'];
    const out = [...hls, '-hls_fmp4_init_filename', `${track}-init.map`, '-hls_segment_filename', name('%03d.m4s')];
    await run('ffmpeg', ['-v', 'error', ...args, ...time, '-strict', '-2', ...out, name('list.m3u8')]);
  } else {
    const options = form === 'mp3' ? ['-segment_format_options', 'write_xing=0'] : [];
    const out = ['-f', 'segment', '-segment_time', '1', '-segment_format', form, ...options, name(`%03d.${form}`)];
    await run('ffmpeg', ['-v', 'error', ...args, ...time, ...out]);
  }
  const files = (await readdir(folder)).filter((file) => file.startsWith(`${track}-`) && /\d\.\w+$/.test(file));
  const map = form === 'fmp4' ? `${track}-init.map` : null;
  return Promise.all(files.toSorted().map((file, sequence) => stored(folder, track, file, map, sequence)));
}

/** A segment of which the file is there. */
export async function stored(
  folder: string,
  track: string,
  file: string,
  map: string | null,
  sequence: number,
): Promise<StoredSegment> {
  const init = map === null ? null : await readFile(join(folder, map));
  const media = readSegment(await readFile(join(folder, file)), init);
  const { size: bytes } = await stat(join(folder, file));
  const common = { track, epoch: 0, sequence, discontinuity: 0, dateTime: null, duration: 1 };
  return { ...common, file, map, bytes, media };
}

/** The streams of a kind in segments. */
export function streamsOf(segments: readonly StoredSegment[], kind: 'video' | 'audio'): StreamSummary[] {
  return segments.flatMap(({ media }) => media.streams).filter((stream) => stream.kind === kind);
}

export function keysOf(segments: readonly StoredSegment[]): KeyPoint[] {
  return streamsOf(segments, 'video').flatMap(({ keys }) => keys);
}

/** Segments of one piece of a track, all moved alike. */
export function track(segments: readonly StoredSegment[], shift: Ticks): FragmentTrack {
  return { track: segments[0]?.track ?? '', pieces: segments.map((segment) => ({ segment, shift })) };
}

/** What is the same in every plan of a test, unless it says otherwise. */
export function plan(parts: Partial<FragmentPlan> & Pick<FragmentPlan, 'tracks' | 'length'>): FragmentPlan {
  const date = Date.UTC(2026, 0, 31, 12, 30, 15);
  return { part: 1, at: 0, date, single: false, tooLong: false, fromCut: false, to: null, ...parts };
}

/** Cuts a track with video at keyframes of these numbers: one plan for each stretch, and one behind the last. */
export function cutAt(segments: readonly StoredSegment[], cuts: readonly number[]): FragmentPlan[] {
  const keys = keysOf(segments);
  const timescale = streamsOf(segments, 'video')[0]?.timescale ?? 1;
  const end = Math.max(...streamsOf(segments, 'video').map((stream) => stream.end));
  return [0, ...cuts].map((from, index) => {
    const start = keys[from]?.pts ?? 0;
    const next = cuts[index];
    const stop = next === undefined ? null : (keys[next]?.pts ?? 0);
    return plan({
      part: index + 1,
      length: ((stop ?? end) - start) / timescale,
      fromCut: index > 0,
      to: stop === null ? null : { ticks: stop - start, timescale },
      tracks: [track(segments, { ticks: -start, timescale })],
    });
  });
}

/** Puts the first keyframe at 0. */
export function shiftToKey(segments: readonly StoredSegment[]): Ticks {
  return { ticks: -(keysOf(segments)[0]?.pts ?? 0), timescale: streamsOf(segments, 'video')[0]?.timescale ?? 1 };
}

/** Puts the first frame of sound at 0. */
export function shiftToSound(segments: readonly StoredSegment[]): Ticks {
  const [first] = streamsOf(segments, 'audio');
  return { ticks: -(first?.first ?? 0), timescale: first?.timescale ?? 1 };
}

/** Segments without timestamps, one behind the other. */
export function inARow(segments: readonly StoredSegment[]): FragmentTrack {
  let ticks = 0;
  const pieces = segments.map((segment) => {
    const [stream] = segment.media.streams;
    const piece = { segment, shift: { ticks, timescale: stream?.timescale ?? 1 } };
    ticks += stream?.end ?? 0;
    return piece;
  });
  return { track: segments[0]?.track ?? '', pieces };
}

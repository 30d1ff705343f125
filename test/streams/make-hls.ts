import { execFile } from 'node:child_process';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { madeOnce, nameOf } from './made-once.ts';

const run = promisify(execFile);

/** What a test wants of a stream. */
export interface StreamSpec {
  readonly seconds: number;
  /** length of a media segment, seconds */
  readonly segment: number;
  /** length of a group of pictures, seconds; several are taken in turn */
  readonly gop: number | readonly number[];
  readonly fps?: string;
  readonly video?: 'h264' | 'hevc' | 'av1' | 'none';
  readonly audio?: 'aac' | 'mp3' | 'none';
  readonly bFrames?: number;
  readonly container?: 'ts' | 'fmp4';
  readonly size?: string;
  /** seconds added to all timestamps, to come near their wrap */
  readonly offset?: number;
  /** further options of the HLS muxer */
  readonly extra?: readonly string[];
}

/** One media segment of a stream that was made. */
export interface MadeSegment {
  readonly name: string;
  /** seconds, EXTINF */
  readonly duration: number;
}

/** The files of a stream that was made. */
export interface StreamFiles {
  readonly folder: string;
  readonly segments: readonly MadeSegment[];
  /** the initialisation section, or `null` */
  readonly map: string | null;
}

export interface MadeStream extends StreamFiles {
  readonly spec: StreamSpec;
}

const encoders = {
  h264: ['libx264', '-preset', 'ultrafast', '-tune', 'fastdecode', '-pix_fmt', 'yuv420p', '-sc_threshold', '0'],
  hevc: ['libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:scenecut=0'],
  av1: ['libsvtav1', '-preset', '12', '-svtav1-params', 'lp=2'],
} as const;

/** Makes a finished HLS stream with ffmpeg, faster than it plays; the same one is made once a clone, and copied. */
export async function makeHls(folder: string, spec: StreamSpec): Promise<MadeStream> {
  await cp(await madeHls(spec), folder, { recursive: true });
  return { ...(await filesOf(folder)), spec };
}

/** The folder of such a stream that is there for all: nothing in it may be changed. */
export function madeHls(spec: StreamSpec): Promise<string> {
  const name = nameOf('hls', argumentsFor(spec, ''));
  return madeOnce(name, (folder) => run('ffmpeg', argumentsFor(spec, folder)));
}

function argumentsFor(spec: StreamSpec, folder: string): string[] {
  const { seconds, segment, container = 'ts', offset = 0, extra = [] } = spec;
  const [ending, type] = container === 'ts' ? ['ts', 'mpegts'] : ['m4s', 'fmp4'];
  return [
    ...['-hide_banner', '-v', 'error', '-nostdin', ...inputs(spec), ...videoOptions(spec), ...audioOptions(spec)],
    ...['-t', String(seconds), '-output_ts_offset', String(offset), '-f', 'hls', '-hls_time', String(segment)],
    ...['-hls_list_size', '0', '-hls_playlist_type', 'event', '-hls_segment_type', type],
    ...['-hls_segment_filename', join(folder, `s%04d.${ending}`), ...extra, join(folder, 'made.m3u8')],
  ];
}

/** What lies in a folder into which ffmpeg wrote a stream, with `made.m3u8` as its playlist. */
export async function filesOf(folder: string): Promise<StreamFiles> {
  const text = await readFile(join(folder, 'made.m3u8'), 'utf8');
  const segments = [...text.matchAll(/#EXTINF:([\d.]+),[^\n]*\n([^#\n]+)/gu)].map(([, duration, name]) => ({
    name: name ?? '',
    duration: Number(duration),
  }));
  const map = (await readdir(folder)).includes('init.mp4') ? 'init.mp4' : null;
  return { folder, segments, map };
}

function inputs({ fps = '25', size = '160x120', video = 'h264', audio = 'aac' }: StreamSpec): string[] {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps}`];
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:beep_factor=4'];
  return [...(video === 'none' ? [] : picture), ...(audio === 'none' ? [] : sound)];
}

function videoOptions({ video = 'h264', gop, bFrames = 0 }: StreamSpec): string[] {
  if (video === 'none') return [];
  const keys = typeof gop === 'number' ? `expr:gte(t,n_forced*${gop})` : keyTimes(gop).join(',');
  // This encoder stalls on forced keyframes.
  if (video === 'av1') return ['-c:v', ...encoders.av1, '-g', String(Math.round(Number(gop) * 25))];
  return ['-c:v', ...encoders[video], '-g', '9999', '-bf', String(bFrames), '-force_key_frames', keys];
}

/** Times of keyframes for groups of varying length, up to ten minutes. */
function keyTimes(lengths: readonly number[]): number[] {
  const times = [0];
  for (let at = 0, n = 0; at < 600; n++) {
    at += lengths[n % lengths.length] ?? 1;
    times.push(Number(at.toFixed(3)));
  }
  return times;
}

function audioOptions({ audio = 'aac' }: StreamSpec): string[] {
  if (audio === 'none') return [];
  return ['-c:a', audio === 'aac' ? 'aac' : 'libmp3lame', '-b:a', '64k', '-ac', '2'];
}

import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { filesOf, type StreamFiles } from '../../test/streams/make-hls.ts';
import { type Counts, countsOf } from './counts.ts';

const run = promisify(execFile);

/** A stream to record, and what is in it. */
export interface Source extends StreamFiles {
  /** seconds, of all its segments */
  readonly seconds: number;
  readonly counts: Counts;
}

/** The picture and sound that are repeated. */
export interface Pattern {
  /** ffmpeg's source of the picture */
  readonly picture: string;
  /** pictures between two keyframes */
  readonly group: number;
  readonly video: readonly string[];
  readonly audio: readonly string[];
}

/** 1280×720 at about 6 Mbit/s, the noise in it keeping the encoder at its rate. */
export const sixMegabits: Pattern = {
  picture: 'testsrc2=size=1280x720:rate=25,noise=alls=20:allf=t',
  group: 25,
  video: ['-b:v', '5800k', '-minrate', '5800k', '-maxrate', '5800k', '-bufsize', '5800k'],
  audio: ['-b:a', '128k', '-ac', '2'],
};

/** As few bytes as a stream can have. */
export const tiny: Pattern = {
  picture: 'testsrc2=size=96x64:rate=5',
  group: 10,
  video: ['-crf', '45'],
  audio: ['-b:a', '16k', '-ac', '1', '-ar', '16000'],
};

/**
 * Makes a finished HLS stream in MPEG-TS: one minute is encoded and repeated, its timestamps going on.
 * @param seconds how long it is, whole minutes
 * @param segment how long a media segment is, seconds
 */
export async function makeSource(folder: string, pattern: Pattern, seconds: number, segment: number): Promise<Source> {
  await mkdir(folder, { recursive: true });
  const quiet = ['-v', 'error', '-nostdin', '-y'];
  const minute = join(folder, 'minute.ts');
  await run('ffmpeg', [
    ...[...quiet, '-f', 'lavfi', '-i', pattern.picture, '-f', 'lavfi', '-i', 'sine=frequency=440:beep_factor=4'],
    ...['-t', '60', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-sc_threshold', '0'],
    ...['-g', String(pattern.group), ...pattern.video, '-c:a', 'aac', ...pattern.audio, '-f', 'mpegts', minute],
  ]);
  await run('ffmpeg', [
    ...[...quiet, '-stream_loop', String(Math.ceil(seconds / 60) - 1), '-i', minute, '-c', 'copy', '-f', 'hls'],
    ...['-hls_time', String(segment), '-hls_list_size', '0', '-hls_playlist_type', 'vod'],
    ...['-hls_segment_filename', join(folder, 's%05d.ts'), join(folder, 'made.m3u8')],
  ]);
  await rm(minute);
  const files = await filesOf(folder);
  const length = files.segments.reduce((sum, { duration }) => sum + duration, 0);
  return { ...files, seconds: length, counts: await countsOf([join(folder, 'made.m3u8')]) };
}

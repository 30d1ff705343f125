import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boxesIn } from '../../../../engine/record/media/mp4/box.ts';
import { run } from '../ts/ffmpeg.ts';

/** A stored media segment. */
export interface Piece {
  readonly data: Buffer;
  readonly init: Buffer | null;
}

const picture = (rate: string) => ['-f', 'lavfi', '-i', `testsrc2=s=160x120:r=${rate}`];
const tone = (rate: number) => ['-f', 'lavfi', '-i', `sine=f=440:r=${rate}`];

/** Arguments of ffmpeg before its output, by what they make. Groups of pictures are about a second long. */
export const media = {
  h264: [
    ...picture('25'),
    ...tone(48000),
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-g',
    '25',
    '-bf',
    '0',
    '-c:a',
    'aac',
  ],
  reordered: [
    ...picture('30000/1001'),
    ...tone(44100),
    '-c:v',
    'libx264',
    '-g',
    '30',
    '-bf',
    '3',
    '-c:a',
    'aac',
    '-ac',
    '2',
  ],
  openGroups: [
    ...picture('25'),
    ...tone(48000),
    '-c:v',
    'libx264',
    '-x264-params',
    'open-gop=1:keyint=25:bframes=3',
    '-c:a',
    'aac',
  ],
  hevc: [
    ...picture('25'),
    ...tone(48000),
    '-c:v',
    'libx265',
    '-preset',
    'ultrafast',
    '-x265-params',
    'log-level=error:keyint=25:bframes=2',
    '-tag:v',
    'hvc1',
    '-c:a',
    'aac',
  ],
  av1: [...picture('25'), ...tone(48000), '-c:v', 'libsvtav1', '-preset', '12', '-g', '25', '-c:a', 'libopus'],
  vp9: [
    ...picture('25'),
    ...tone(48000),
    '-c:v',
    'libvpx-vp9',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
    '-g',
    '25',
    '-c:a',
    'flac',
    '-strict',
    '-2',
  ],
  ac3: [...picture('25'), ...tone(48000), '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-c:a', 'ac3'],
  sound: [...tone(44100), '-c:a', 'aac'],
  opus: [...tone(48000), '-c:a', 'libopus'],
  mp3: [...tone(44100), '-c:a', 'libmp3lame'],
  eac3: [...tone(48000), '-c:a', 'eac3'],
} satisfies Record<string, readonly string[]>;

/** Makes an MP4 file of some seconds. It is written to the disk, because some forms cannot be written to a pipe. */
export async function makeMp4(
  source: readonly string[],
  seconds: number,
  flags: string,
  more: readonly string[] = [],
): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-media-'));
  try {
    const path = join(folder, 'made.mp4');
    const output = ['-t', String(seconds), ...more, '-movflags', flags, '-strict', '-2', '-f', 'mp4', path];
    await run('ffmpeg', ['-v', 'error', '-y', ...source, ...output]);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Splits a fragmented file into its initialisation section and segments of `count` movie fragments each. */
export function split(file: Buffer, count = 1): Piece[] {
  const boxes = [...boxesIn(file)];
  const starts = boxes.filter(({ type }) => type === 'moof').map(({ start }) => start);
  const init = file.subarray(0, starts[0]);
  const pieces: Piece[] = [];
  for (let index = 0; index < starts.length; index += count) {
    pieces.push({ init, data: file.subarray(starts[index], starts[index + count]) });
  }
  return pieces;
}

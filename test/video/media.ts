import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ByteRange } from '../../engine/record/playlist.ts';
import { topBoxes } from '../../engine/sources/dash/sidx.ts';
import { madeOnce, nameOf } from '../streams/made-once.ts';

const run = promisify(execFile);

/** Media files as sites have them: one track each, or both in one. */
export interface Media {
  /** H.264, 1920×1080, a group of pictures every second, fragmented MP4 with an index */
  readonly h264: string;
  /** AAC, fragmented MP4 with an index */
  readonly aac: string;
  /** VP9, 640×360, WebM */
  readonly vp9: string;
  /** Opus, WebM */
  readonly opus: string;
  /** H.264 and AAC in one MP4, 320×180 */
  readonly both: string;
  /** a picture for the cover */
  readonly webp: string;
  readonly jpeg: string;
}

/** Seconds of each of them. */
export const seconds = 12;
/** Pictures a second, and in a group. */
export const rate = 24;

const picture = (size: string): string[] => ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}`];
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:beep_factor=2:sample_rate=48000'];
const h264 = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-bf',
  '2',
  '-pix_fmt',
  'yuv420p',
  '-sc_threshold',
  '0',
  '-g',
  String(rate),
];
const indexed = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof+dash+global_sidx', '-f', 'mp4'];

const long = ['-t', String(seconds)];
const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '400k', '-g', String(rate)];
const aac = ['-c:a', 'aac', '-b:a', '128k'];

const recipes: Readonly<Record<keyof Media, readonly [file: string, args: readonly string[]]>> = {
  h264: ['v.mp4', [...picture('1920x1080'), ...long, ...h264, '-b:v', '3M', ...indexed]],
  aac: ['a.m4a', [...sound, ...long, ...aac, '-frag_duration', '2000000', ...indexed]],
  vp9: ['v.webm', [...picture('640x360'), ...long, ...vp9]],
  opus: ['a.webm', [...sound, ...long, '-c:a', 'libopus', '-b:a', '96k']],
  both: ['b.mp4', [...picture('320x180'), ...sound, ...long, ...h264, ...aac]],
  webp: ['c.webp', [...picture('1280x720'), '-frames:v', '1']],
  jpeg: ['c.jpg', [...picture('640x360'), '-frames:v', '1']],
};

/** Puts those that are needed, which ffmpeg makes once a clone, into a folder of theirs; paths of others lead nowhere. */
export async function makeMedia(folder: string, ...names: (keyof Media)[]): Promise<Media> {
  await mkdir(folder, { recursive: true });
  const at = (name: keyof Media): string => join(folder, recipes[name][0]);
  for (const name of names) {
    const [file, args] = recipes[name];
    const make = (work: string) => run('ffmpeg', ['-v', 'error', '-nostdin', ...args, join(work, file)]);
    await copyFile(join(await madeOnce(nameOf(name, args), make), file), at(name));
  }
  return {
    ...{ h264: at('h264'), aac: at('aac'), vp9: at('vp9'), opus: at('opus'), both: at('both') },
    ...{ webp: at('webp'), jpeg: at('jpeg') },
  };
}

/** The same media, some seconds later. */
export async function delay(path: string, by: number, to: string): Promise<void> {
  await run('ffmpeg', ['-v', 'error', '-y', '-itsoffset', String(by), '-i', path, '-c', 'copy', '-copyts', to]);
}

/** Where the head and the index of a fragmented MP4 lie. */
export async function indexOf(path: string): Promise<{ init: ByteRange; index: ByteRange }> {
  const boxes = [...topBoxes(await readFile(path))];
  const moov = boxes.find(({ type }) => type === 'moov');
  const sidx = boxes.find(({ type }) => type === 'sidx');
  if (moov === undefined || sidx === undefined) throw new Error(`${path} has no index`);
  return {
    init: { start: 0, length: moov.end },
    index: { start: sidx.start, length: sidx.end - sidx.start },
  };
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mp4Ranges, type Ranges, webmRanges } from './boxes.ts';
import { type FormatSpec, formatsOf, type MediaName, mediaSpecs } from './formats.ts';

const run = promisify(execFile);

/** Made once a clone: it is always the same. */
export const mediaCache = fileURLToPath(new URL('../../node_modules/.cache/stand-in', import.meta.url));

/** One file as the site offers it. */
export interface MediaFile extends FormatSpec {
  readonly path: string;
  /** bytes */
  readonly size: number;
  readonly ranges: Ranges | null;
  /** microseconds since the epoch, as the site counts */
  readonly modified: number;
}

/** What one video consists of. */
export interface Media {
  readonly name: MediaName;
  readonly seconds: number;
  readonly files: readonly MediaFile[];
  /** `maxresdefault.jpg`, … */
  readonly pictures: string;
  /** a folder with `<height>/index.m3u8` */
  readonly hls: string;
}

/** Makes the files of a video with ffmpeg, or takes those that were made before. */
export async function makeMedia(name: MediaName): Promise<Media> {
  const spec = mediaSpecs[name];
  const formats = formatsOf(spec);
  const key = createHash('sha256')
    .update(JSON.stringify([spec, formats, 2]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(mediaCache, `${name}-${key}`);
  if (!(await stat(folder).catch(() => null))) await make(folder, name);
  const files = await Promise.all(
    formats.map(async (format) => {
      const path = join(folder, `${format.itag}.${format.container}`);
      const bytes = await readFile(path);
      const ranges = format.container === 'webm' ? webmRanges(bytes) : mp4Ranges(bytes);
      return { ...format, path, size: bytes.length, ranges, modified: spec.modified + format.itag * 1_000_000 };
    }),
  );
  return { name, seconds: spec.seconds, files, pictures: folder, hls: join(folder, 'hls') };
}

/** All of it under another name first, so that whoever looks finds it whole or not at all. */
async function make(folder: string, name: MediaName): Promise<void> {
  const spec = mediaSpecs[name];
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}-making-`);
  try {
    const lavfi = (source: string): string[] => ['-f', 'lavfi', '-i', source];
    const ffmpeg = (...args: string[]): Promise<unknown> =>
      run('ffmpeg', ['-hide_banner', '-v', 'error', '-nostdin', '-bitexact', ...args]);
    const length = ['-t', String(spec.seconds)];
    const sound = lavfi(`sine=frequency=${spec.tone}:sample_rate=48000:beep_factor=4`);
    for (const { itag, container, kind, args, picture } of formatsOf(spec)) {
      const pictures = picture === null ? [] : lavfi(`${spec.picture}=size=${picture.width}x${picture.height}:rate=25`);
      const inputs = [...pictures, ...(kind === 'video' ? [] : sound)];
      await ffmpeg(...inputs, ...length, ...args, join(work, `${itag}.${container}`));
    }
    for (const [file, size] of stills) {
      await ffmpeg(...lavfi(`testsrc2=size=${size}:rate=1`), '-frames:v', '1', join(work, file));
    }
    for (const height of spec.heights) {
      const folder = join(work, 'hls', String(height));
      await mkdir(folder, { recursive: true });
      const video = formatsOf(spec).find(({ kind, picture }) => kind === 'video' && picture?.height === height);
      await ffmpeg(
        ...['-i', join(work, `${video?.itag}.mp4`), '-i', join(work, '140.m4a'), '-c', 'copy', '-f', 'hls'],
        ...['-hls_time', '5', '-hls_list_size', '0', '-hls_playlist_type', 'vod'],
        ...['-hls_segment_filename', join(folder, 's%03d.ts'), join(folder, 'index.m3u8')],
      );
    }
    await rename(work, folder).catch(async (error: unknown) => {
      if (!(await stat(folder).catch(() => null))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const stills = [
  ['default.jpg', '120x90'],
  ['mqdefault.jpg', '320x180'],
  ['hqdefault.jpg', '480x360'],
  ['sddefault.jpg', '640x480'],
  ['maxresdefault.jpg', '1280x720'],
  ['maxresdefault.webp', '1280x720'],
] as const;

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { madeOnce } from '../streams/made-once.ts';
import { mp4Ranges, type Ranges, webmRanges } from './boxes.ts';
import { type FormatSpec, formatsOf, type MediaName, type MediaSpec, mediaSpecs } from './formats.ts';

const run = promisify(execFile);

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
  readonly seconds: number;
  readonly files: readonly MediaFile[];
  /** a folder with `maxresdefault.jpg`, … */
  readonly pictures: string;
  /** a folder with `<height>/index.m3u8` */
  readonly hls: string;
}

/**
 * The files of a video, made with ffmpeg if need be.
 * @param signal ends the making; what is half done is taken away
 */
export async function makeMedia(name: MediaName, signal?: AbortSignal): Promise<Media> {
  const spec = mediaSpecs[name];
  const formats = formatsOf(spec);
  const key = createHash('sha256')
    .update(JSON.stringify([spec, formats, stills]))
    .digest('hex');
  const folder = await madeOnce(`${name}-${key.slice(0, 16)}`, (work) => make(work, spec, signal), signal);
  const files = await Promise.all(
    formats.map(async (format) => {
      const path = join(folder, `${format.itag}.${format.container}`);
      const bytes = await readFile(path);
      const ranges = format.container === 'webm' ? webmRanges(bytes) : mp4Ranges(bytes);
      return { ...format, path, size: bytes.length, ranges, modified: spec.modified + format.itag * 1_000_000 };
    }),
  );
  return { seconds: spec.seconds, files, pictures: folder, hls: join(folder, 'hls') };
}

async function make(folder: string, spec: MediaSpec, signal?: AbortSignal): Promise<void> {
  const ffmpeg = async (...args: readonly string[]): Promise<void> => {
    await run('ffmpeg', ['-hide_banner', '-v', 'error', '-nostdin', '-bitexact', ...args], { signal });
  };
  const formats = formatsOf(spec);
  const length = ['-t', String(spec.seconds)];
  const sound = lavfi(`sine=frequency=${spec.tone}:sample_rate=48000:beep_factor=4`);
  for (const { itag, container, kind, args, picture } of formats) {
    const pictures = picture === null ? [] : lavfi(`${spec.picture}=size=${picture.width}x${picture.height}:rate=25`);
    const inputs = [...pictures, ...(kind === 'video' ? [] : sound)];
    await ffmpeg(...inputs, ...length, ...args, join(folder, `${itag}.${container}`));
  }
  for (const [file, size] of stills) {
    await ffmpeg(...lavfi(`${spec.picture}=size=${size}:rate=1`), '-frames:v', '1', join(folder, file));
  }
  for (const height of spec.heights) {
    const variant = join(folder, 'hls', String(height));
    await mkdir(variant, { recursive: true });
    const video = formats.find(({ kind, picture }) => kind === 'video' && picture?.height === height);
    await ffmpeg(
      ...['-i', join(folder, `${video?.itag}.mp4`), '-i', join(folder, '140.m4a'), '-c', 'copy', '-f', 'hls'],
      ...['-hls_time', '5', '-hls_list_size', '0', '-hls_playlist_type', 'vod'],
      ...['-hls_segment_filename', join(variant, 's%03d.ts'), join(variant, 'index.m3u8')],
    );
  }
}

function lavfi(source: string): string[] {
  return ['-f', 'lavfi', '-i', source];
}

const stills = [
  ['default.jpg', '120x90'],
  ['mqdefault.jpg', '320x180'],
  ['hqdefault.jpg', '480x360'],
  ['sddefault.jpg', '640x480'],
  ['maxresdefault.jpg', '1280x720'],
  ['maxresdefault.webp', '1280x720'],
] as const;

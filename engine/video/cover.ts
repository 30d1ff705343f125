import { readFile, rm } from 'node:fs/promises';
import { Failure } from '../../contract/errors.ts';
import { fileUrl, inputUrl, runFfmpeg } from '../ffmpeg/run.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { FoundPicture } from '../sources/video/found.ts';
import { fetchSmall, type SmallFetch } from './fetch-small.ts';
import type { WorkFolder } from './work-folder.ts';

/** Bytes of a picture at most. */
const atMost = 16 * 1024 * 1024;
/** Pixels of a picture at most: a few bytes can say that they are a picture of a gigabyte. */
const pixelsAtMost = 64_000_000;
/** Pictures that are tried: sites name sizes that they do not have of every video. */
const triedAtMost = 4;

/** A cover that lies in the work folder. */
export interface Cover {
  /** absolute */
  readonly path: string;
  readonly type: 'jpeg' | 'png';
}

/** What covers are made with. */
export interface CoverTools {
  readonly ffmpeg: string;
  readonly signal: AbortSignal;
  readonly onChild: (pid: number, running: boolean) => void;
}

/**
 * Fetches the largest picture that is to be had, and makes a JPEG of what players would not know. A video without a cover is one
 * all the same: what goes wrong is told.
 * @throws Failure of the disk; the reason of the signal
 */
export async function fetchCover(
  pictures: readonly FoundPicture[],
  folder: WorkFolder,
  fetch: SmallFetch,
  tools: CoverTools,
  log: (level: 'warn', message: string, fields: Record<string, string>) => void,
): Promise<Cover | null> {
  const known = await kept(folder);
  if (known !== null) return known;
  const bySize = pictures.toSorted((a, b) => areaOf(b) - areaOf(a));
  for (const { url } of bySize.slice(0, triedAtMost)) {
    try {
      return await keep(await fetchSmall({ url, headers: [] }, atMost, fetch), folder, tools);
    } catch (error) {
      tools.signal.throwIfAborted();
      if (!(error instanceof Failure) || error.code === 'disk-full' || error.code === 'permission') throw error;
      log('warn', 'this picture cannot be the cover', { reason: `${error.code}: ${error.detail ?? ''}` });
    }
  }
  return null;
}

/** Where nobody says how large they are, resolvers name the best last. */
function areaOf({ width, height }: FoundPicture): number {
  return (width ?? 0) * (height ?? 0);
}

async function kept(folder: WorkFolder): Promise<Cover | null> {
  for (const type of ['jpeg', 'png'] as const) {
    const path = folder.at(`cover.${type}`);
    if (
      await readFile(path).then(
        (body) => pictureKind(body) === type,
        () => false,
      )
    )
      return { path, type };
  }
  return null;
}

async function keep(body: Uint8Array, folder: WorkFolder, tools: CoverTools): Promise<Cover> {
  const kind = pictureKind(body);
  if (kind === null) throw new Failure('corrupt-media', { detail: 'it is no picture of a kind that is known' });
  if (kind === 'webp') return { path: await toJpeg(body, folder.at('cover.jpeg'), tools), type: 'jpeg' };
  const path = folder.at(`cover.${kind}`);
  await replaceFile(path, body, 0o666);
  return { path, type: kind };
}

/** By its first bytes: ffmpeg is told what it reads and does not look for itself. */
function pictureKind(body: Uint8Array): 'jpeg' | 'png' | 'webp' | null {
  const head = Buffer.from(body.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : null;
}

async function toJpeg(body: Uint8Array, path: string, { ffmpeg, signal, onChild }: CoverTools): Promise<string> {
  async function* whole(): AsyncGenerator<readonly Uint8Array[]> {
    yield [body];
  }
  const next = `${path}.making`;
  try {
    const { outcome, complaints } = await runFfmpeg({
      ...{ program: ffmpeg, signal, onChild, stallMs: 30_000 },
      args: [
        ...['-protocol_whitelist', 'pipe', '-max_pixels', String(pixelsAtMost), '-f', 'webp_pipe', '-i', inputUrl(0)],
        ...['-frames:v', '1', '-q:v', '2'],
        ...['-c:v', 'mjpeg', '-f', 'image2pipe', '-protocol_whitelist', 'file', fileUrl(next)],
      ],
      inputs: [whole()],
      expected: {
        unreadable:
          /exceeds specified max pixel|Invalid data|not supported|Could not|Error while decoding|does not contain/,
      },
    });
    if (outcome === 'unreadable') throw new Failure('corrupt-media', { detail: complaints });
    await replaceFile(path, await readFile(next), 0o666);
    return path;
  } finally {
    await rm(next, { force: true });
  }
}

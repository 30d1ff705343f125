import { readFile } from 'node:fs/promises';
import { Failure } from '../../contract/errors.ts';
import { fileFailure } from '../files/failure.ts';
import { replaceFile } from '../files/replace-file.ts';
import { textOfBytes } from '../files/text-of-bytes.ts';
import { moveCue, readVtt, writeVtt } from '../record/finish/vtt.ts';
import type { FoundSubtitles } from '../sources/video/found.ts';
import { fetchSmall, type SmallFetch } from './fetch-small.ts';
import type { WorkFolder } from './work-folder.ts';

/** Bytes of subtitles at most: those of a day have less. */
const atMost = 20 * 1024 * 1024;

/** Subtitles that lie in the work folder. */
export interface StoredSubtitles {
  /** name in the work folder */
  readonly file: string;
  readonly language: string;
  readonly name: string;
  /** `vtt`, `srt` */
  readonly form: string;
}

/**
 * Fetches subtitles into the work folder, unless an earlier attempt has. What cannot be had is told and left out: it is no reason
 * not to have the video.
 * @throws Failure of the disk; the reason of the signal
 */
export async function fetchSubtitles(
  wanted: readonly FoundSubtitles[],
  folder: WorkFolder,
  fetch: SmallFetch,
  log: (level: 'warn', message: string, fields: Record<string, string>) => void,
): Promise<StoredSubtitles[]> {
  const stored: StoredSubtitles[] = [];
  for (const { language, name, form, place } of wanted) {
    const file = `subtitles-${Buffer.from(language).toString('hex')}.${form}`;
    if (!(await isThere(folder.at(file)))) {
      try {
        const body = await fetchSmall(place, atMost, fetch);
        if (readVtt(textOfBytes(Buffer.from(body))).cues.length === 0) {
          log('warn', 'these subtitles hold nothing', { language });
          continue;
        }
        await replaceFile(folder.at(file), body, 0o666);
      } catch (error) {
        fetch.signal.throwIfAborted();
        if (!(error instanceof Failure) || isOfDisk(error)) throw error;
        log('warn', 'these subtitles could not be had', { language, reason: `${error.code}: ${error.detail ?? ''}` });
        continue;
      }
    }
    stored.push({ file, language, name, form });
  }
  return stored;
}

/**
 * Writes subtitles as WebVTT at the times of a part of the video.
 * @param from seconds of the video at which the part begins; 0 for all of it
 * @param to where it ends, or `null`
 * @returns false when nothing is shown in it
 * @throws Failure
 */
export async function writeWithin(
  [source, target]: readonly [string, string],
  from: number,
  to: number | null,
): Promise<boolean> {
  const { looks, cues } = readVtt(await text(source));
  const length = to === null ? Number.MAX_SAFE_INTEGER : Math.round((to - from) * 1000);
  const moved = cues.flatMap((cue) => moveCue(cue, -from * 1000, 0, length) ?? []);
  if (moved.length > 0) await replaceFile(target, writeVtt(looks, moved), 0o666);
  return moved.length > 0;
}

async function text(path: string): Promise<string> {
  try {
    return textOfBytes(await readFile(path));
  } catch (error) {
    throw fileFailure(error, path);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await readFile(path)).length > 0;
  } catch {
    return false;
  }
}

function isOfDisk({ code }: Failure): boolean {
  return code === 'disk-full' || code === 'permission' || code === 'folder-missing';
}

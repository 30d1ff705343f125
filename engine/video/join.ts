import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { Failure } from '../../contract/errors.ts';
import { packetsOf, type StreamPackets } from '../ffmpeg/packets.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { fileFailure } from '../files/failure.ts';
import { syncFolder } from '../files/sync-folder.ts';
import { readMp4File } from '../record/finish/read-mp4.ts';
import type { FileForm } from './file-form.ts';
import { type Joining, type JoinTrack, joinArguments } from './join-arguments.ts';
import { type Expectation, faultOf } from './verify.ts';
import type { WorkFolder } from './work-folder.ts';

/** Milliseconds without progress; the index of a large file is put in front of it without any. */
const stallMs = 60_000;
const slowestBytesPerMs = 5_000;

/** What joining is done with. */
export interface JoinTools {
  readonly folder: WorkFolder;
  /** absolute path */
  readonly ffmpeg: string;
  readonly signal: AbortSignal;
  readonly onChild: (pid: number, running: boolean) => void;
}

const expected = {
  refused: new RegExp(
    [
      'Could not find tag for codec',
      'not currently supported in container',
      'Only VP8 or VP9 or AV1 video',
      'Could not write header',
      'Unsupported codec',
      'Invalid audio stream',
      'Subtitle encoding currently only possible',
    ].join('|'),
  ),
  old: /Unrecognized option/,
  unknown: /Unknown encoder/,
  broken:
    /Invalid data found when processing input|could not find codec parameters|moov atom not found|matches no streams/,
};

/** What went in, as far as it has to come out again. */
export interface Sources extends Omit<Expectation, 'length'> {
  /** seconds at which the first of the tracks begins */
  readonly begin: number;
}

/**
 * Puts tracks into one file in the work folder, checks it, and leaves it safe from a loss of power.
 * @param bytes of all tracks
 * @param expected what has to be in it
 * @returns its name in the work folder, or why this kind of file does not take what there is
 * @throws Failure `corrupt-media`, `tool-missing` (ffmpeg cannot convert to this), `disk-full`, `permission`, `internal`; the
 * reason of the signal
 */
export async function joinTracks(
  joining: Omit<Joining, 'old'>,
  bytes: number,
  expectation: Expectation,
  tools: JoinTools,
): Promise<{ readonly file: string } | { readonly refusal: string }> {
  const path = tools.folder.at(`made.${randomBytes(4).toString('hex')}.making`);
  try {
    const made = await mux({ ...joining, old: false }, path, bytes, tools);
    const refusal = made === 'old' ? await mux({ ...joining, old: true }, path, bytes, tools) : made;
    if (refusal !== null) return { refusal };
    const fault = faultOf(await packetsOfMade(path, joining.form, tools), expectation);
    if (fault !== null)
      throw new Failure('corrupt-media', { detail: `put together wrong: ${fault}`, retryable: false });
    const file = `made.${joining.form.extension}`;
    await keep(path, tools.folder, file);
    return { file };
  } finally {
    await rm(path, { force: true });
  }
}

/**
 * Reads the tracks from their beginning to their end, and counts.
 * @throws Failure `corrupt-media` where one cannot be read, or is not there
 */
export async function sourcesOf(
  { picture, sound, encoder, clip }: Pick<Joining, 'picture' | 'sound' | 'encoder' | 'clip'>,
  tools: JoinTools,
): Promise<Sources> {
  const read = async (track: JoinTrack): Promise<StreamPackets[]> => {
    const { ffmpeg: program, signal, onChild } = tools;
    return packetsOf(track.path, { program, signal, onChild, format: track.kind });
  };
  const shown = picture === null ? [] : await read(picture);
  const heard = sound === null ? shown : await read(sound);
  const pictures = shown.find(({ kind }) => kind === 'video');
  const sounds = heard.find(({ kind }) => kind === 'audio');
  const [video, audio] = [pictures?.packets ?? null, sounds?.packets ?? null];
  const lack = picture !== null && video === null ? 'picture' : sound !== null && audio === null ? 'sound' : null;
  if (lack !== null)
    throw new Failure('corrupt-media', { detail: `there is no ${lack} in what came`, retryable: false });
  const begin = Math.min(pictures?.start ?? Number.POSITIVE_INFINITY, sounds?.start ?? Number.POSITIVE_INFINITY);
  return {
    begin: Number.isFinite(begin) ? Math.max(0, begin) : 0,
    streams: { video: video !== null, audio: audio !== null },
    packets: { video: clip === null ? video : null, audio: clip === null && encoder === null ? audio : null },
  };
}

/** @returns `null` when it is made, `old` when the ffmpeg is, or why this kind of file cannot be made of it */
async function mux(joining: Joining, path: string, bytes: number, tools: JoinTools): Promise<string | null> {
  const { ffmpeg: program, signal, onChild } = tools;
  const { outcome, complaints } = await runFfmpeg({
    ...{ program, signal, onChild, expected, inputs: [] },
    args: joinArguments(joining, path),
    stallMs: stallMs + bytes / slowestBytesPerMs,
    // Its report of progress: as long as it comes, ffmpeg is not stuck.
    onOutput: () => {},
  });
  const detail = complaints.slice(-400).trim();
  if (outcome === 'unknown')
    throw new Failure('tool-missing', { detail: `this ffmpeg has not what it takes: ${detail}` });
  if (outcome === 'broken') throw new Failure('corrupt-media', { detail, retryable: false });
  return outcome === 'done' ? null : outcome === 'old' ? outcome : detail;
}

/** The index of an MP4 tells without another process. */
function packetsOfMade(path: string, { format }: FileForm, tools: JoinTools): Promise<StreamPackets[]> {
  const { ffmpeg: program, signal, onChild } = tools;
  if (format === 'mp4') return readMp4File(path);
  const kind = format === 'webm' ? 'matroska' : format === 'opus' ? 'ogg' : format;
  return packetsOf(path, { program, signal, onChild, format: kind });
}

/** Puts it on the disk under its name in the work folder. */
async function keep(path: string, folder: WorkFolder, file: string): Promise<void> {
  try {
    const made = await open(path, 'r+');
    await made.sync().finally(() => made.close());
    await rename(path, folder.at(file));
    await syncFolder(folder.path);
  } catch (error) {
    throw fileFailure(error, path);
  }
}

import { open, rm } from 'node:fs/promises';
import { Failure } from '../../contract/errors.ts';
import type { VideoOptions } from '../../contract/video.ts';
import { fileFailure } from '../files/failure.ts';
import { replaceFile } from '../files/replace-file.ts';
import { fillFrom } from '../files/whole.ts';
import { type Choice, extensionOf } from '../sources/video/choose.ts';
import { codecOf } from '../sources/video/codecs.ts';
import type { FoundFormat, FoundVideo } from '../sources/video/found.ts';
import { compact } from './compact.ts';
import type { Cover } from './cover.ts';
import { encoderFor } from './encoder.ts';
import { type FileForm, formsFor } from './file-form.ts';
import { type JoinTools, joinTracks, sourcesOf } from './join.ts';
import type { Joining, JoinSubtitles, JoinTrack } from './join-arguments.ts';
import { keyPictureBefore } from './key-picture.ts';
import { headBytes, mediaKind } from './media-kind.ts';
import { chaptersWithin, metadataFile } from './metadata.ts';
import { type StoredSubtitles, writeWithin } from './subtitles.ts';
import type { FetchedTrack } from './track.ts';

/** What a video is made of. */
export interface Ingredients {
  readonly found: FoundVideo;
  readonly choice: Choice<FoundFormat>;
  readonly tracks: readonly FetchedTrack[];
  readonly subtitles: readonly StoredSubtitles[];
  readonly cover: Cover | null;
  /** the link, without anything secret: files are passed on */
  readonly link: string;
  readonly options: VideoOptions;
}

/** What was made, by names in the work folder. */
export interface Assembled {
  readonly file: string;
  readonly form: FileForm;
  readonly beside: readonly { readonly file: string; readonly language: string; readonly form: string }[];
}

interface Tools extends JoinTools {
  readonly log: (level: 'warn', message: string, fields: Record<string, string>) => void;
}

/** Where a file begins and ends on the timeline of its tracks, in seconds. */
interface Stretch {
  /** what is 0 in the file */
  readonly origin: number;
  readonly end: number | null;
}

/**
 * Makes the file of a video in the work folder: tracks, chapters, tags, cover and subtitles. Where the wanted kind of file does
 * not take what there is, the next is tried.
 * @throws Failure as `joinTracks`, `sourcesOf`
 */
export async function assemble(ingredients: Ingredients, tools: Tools): Promise<Assembled> {
  const { choice, options, tracks } = ingredients;
  const wanted = await tracksOf(ingredients, tools);
  const { begin, ...sources } = await sourcesOf(wanted, tools);
  const expected = { ...sources, length: lengthOf(ingredients) };
  const bytes = tracks.reduce((sum, { size }) => sum + size, 0);
  const faults: string[] = [];
  for (const form of formsFor(extensionOf(choice, options.audio), choice.onlySound)) {
    const stretch = await stretchOf(form, wanted.picture, options.clip, tools);
    const { inside, beside } = await subtitlesOf(form, stretch, ingredients, tools);
    await writeMetadata(stretch, ingredients, tools);
    const joining = { ...wanted, ...extrasOf(ingredients, tools), form, begin, subtitles: inside };
    const clip = options.clip === null ? null : clipOf(form, stretch);
    const made = await joinTracks({ ...joining, clip }, bytes, expected, tools);
    if ('file' in made) return { file: made.file, form, beside };
    faults.push(`${form.extension}: ${made.refusal}`);
    tools.log('warn', `.${form.extension} does not take all of it`, { reason: made.refusal });
  }
  throw new Failure('corrupt-media', { detail: faults.join('; '), retryable: false });
}

type Wanted = Pick<Joining, 'picture' | 'sound' | 'encoder' | 'clip'>;

async function tracksOf({ choice, tracks, options }: Ingredients, tools: Tools): Promise<Wanted> {
  const ready: JoinTrack[] = [];
  for (const [index, track] of tracks.entries()) {
    const path = track.pieces === null ? track.path : tools.folder.at(`${index}.clip`);
    if (track.pieces !== null) await compact(track.path, track.pieces, path, tools.signal);
    const { language = null, videoCodec = null } = choice.formats[index] ?? {};
    ready.push({ path, kind: await kindOf(path), language, hevc: codecOf(videoCodec) === 'hevc' });
  }
  const [first, second] = ready;
  if (first === undefined) throw new Failure('internal', { detail: 'nothing was fetched' });
  const codec = choice.formats[0]?.audioCodec ?? null;
  const encoder = choice.onlySound ? encoderFor(options.audio, codec) : null;
  const clip = options.clip === null ? null : { start: options.clip.start, length: null };
  return choice.onlySound
    ? { picture: null, sound: first, encoder, clip }
    : { picture: first, sound: second ?? null, encoder, clip };
}

async function kindOf(path: string): Promise<string> {
  try {
    await using file = await open(path, 'r');
    const head = Buffer.alloc(headBytes);
    return mediaKind(head.subarray(0, await fillFrom(file, head, 0)));
  } catch (error) {
    throw error instanceof Failure ? error : fileFailure(error, path);
  }
}

/** In MP4, players are told to begin at the very start of a clip; elsewhere it begins with the picture before it. */
async function stretchOf(
  form: FileForm,
  picture: JoinTrack | null,
  clip: VideoOptions['clip'],
  { ffmpeg: program, signal, onChild }: Tools,
): Promise<Stretch> {
  if (clip === null) return { origin: 0, end: null };
  const { start, end } = clip;
  if (picture === null || form.format === 'mp4') return { origin: start, end };
  return { origin: await keyPictureBefore(picture, start, { program, signal, onChild }), end };
}

/** Times in Matroska are whole milliseconds: a hair behind the picture with which it begins, so as not to miss it. */
function clipOf(form: FileForm, { origin, end }: Stretch): Joining['clip'] {
  const start = form.format === 'mp4' ? origin : origin + 0.002;
  return { start, length: end === null ? null : end - start };
}

function lengthOf({ found: { duration }, options: { clip } }: Ingredients): number | null {
  if (clip === null) return duration;
  const end = Math.min(clip.end ?? Number.POSITIVE_INFINITY, duration ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(end) ? Math.max(0, end - clip.start) : null;
}

async function subtitlesOf(
  form: FileForm,
  { origin, end }: Stretch,
  { subtitles, options }: Ingredients,
  { folder, log }: Tools,
): Promise<{ inside: readonly JoinSubtitles[]; beside: Assembled['beside'] }> {
  const embed = options.subtitles.as === 'embedded' && form.subtitles !== null;
  if (options.subtitles.as === 'embedded' && !embed && subtitles.length > 0) {
    log('warn', `subtitles do not go into .${form.extension}: they are put beside it`, {});
  }
  // Files keep the form they came in, unless their times change.
  if (!embed && options.clip === null) return { inside: [], beside: subtitles };
  const inside: JoinSubtitles[] = [];
  const beside: Assembled['beside'][number][] = [];
  for (const [index, { file, language, name }] of subtitles.entries()) {
    const target = `shown-${index}.vtt`;
    if (!(await writeWithin([folder.at(file), folder.at(target)], origin, end))) continue;
    if (embed) inside.push({ path: folder.at(target), language, name });
    else beside.push({ file: target, language, form: 'vtt' });
  }
  return { inside, beside };
}

async function writeMetadata({ origin, end }: Stretch, ingredients: Ingredients, { folder }: Tools): Promise<void> {
  const { found, link, options } = ingredients;
  const { title, channel, published, chapters } = found;
  const tags = options.tags ? { title, artist: channel, date: published, link } : null;
  const within = options.clip === null ? chapters : chaptersWithin(chapters, origin, end);
  await rm(folder.metadata, { force: true });
  await replaceFile(folder.metadata, metadataFile(tags, options.chapters ? within : []), 0o600);
}

function extrasOf({ cover, options }: Ingredients, { folder }: Tools) {
  return { metadata: folder.metadata, chapters: options.chapters, tags: options.tags, cover };
}

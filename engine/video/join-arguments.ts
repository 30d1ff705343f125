import { fileUrl } from '../ffmpeg/run.ts';
import { languageCode } from '../record/finish/language.ts';
import type { FileForm } from './file-form.ts';
import { oneLine } from './metadata.ts';

/** A track that goes into the file. */
export interface JoinTrack {
  readonly path: string;
  /** ffmpeg's name of its format */
  readonly kind: string;
  /** BCP 47, of the sound; `null` where nobody knows */
  readonly language: string | null;
  /** the picture is HEVC, which some players look for under one of its two names only */
  readonly hevc: boolean;
}

/** Subtitles that go into the file. */
export interface JoinSubtitles {
  /** WebVTT */
  readonly path: string;
  readonly language: string;
  readonly name: string;
}

/** What a file is put together from. */
export interface Joining {
  readonly form: FileForm;
  /** the ffmpeg is older than 5 */
  readonly old: boolean;
  readonly picture: JoinTrack | null;
  /** `null`: that of the picture, if it has one */
  readonly sound: JoinTrack | null;
  /** ffmpeg's name of an encoder for the sound, with its options; `null` leaves it as it is */
  readonly encoder: readonly string[] | null;
  /** path of a file of ffmpeg's metadata */
  readonly metadata: string;
  readonly chapters: boolean;
  readonly tags: boolean;
  readonly cover: { readonly path: string; readonly type: 'jpeg' | 'png' } | null;
  readonly subtitles: readonly JoinSubtitles[];
  /** seconds at which the first of the tracks begins on the timeline of all of them */
  readonly begin: number;
  /** seconds on the timeline of the tracks; `null` for all of it */
  readonly clip: { readonly start: number; readonly length: number | null } | null;
}

/** The arguments that put tracks into one file, by stream copy but for sound that is to be converted. */
export function joinArguments(joining: Joining, path: string): string[] {
  const { form, picture, sound, cover, subtitles, metadata, clip } = joining;
  const tracks = [picture, sound].filter((track) => track !== null);
  const isHevc = picture?.hevc === true && form.format === 'mp4';
  const inputs = tracks.flatMap((track) => [...clipArguments(clip), ...input(track.kind, track.path)]);
  const streamed = cover !== null && form.cover === 'stream' ? cover : null;
  const at = { metadata: tracks.length, subtitles: tracks.length + 1, cover: tracks.length + 1 + subtitles.length };
  return [
    // Without it, each track would be moved to 0 by itself, and sound that begins a moment later would not any more.
    ...(clip === null ? ['-copyts'] : []),
    ...['-progress', 'pipe:1', ...inputs, ...input('ffmetadata', metadata)],
    ...subtitles.flatMap((one) => input('webvtt', one.path)),
    ...(streamed === null ? [] : input(`${streamed.type}_pipe`, streamed.path)),
    ...(picture === null ? [] : ['-map', '0:v:0']),
    ...(sound === null ? ['-map', '0:a:0?'] : ['-map', `${tracks.length - 1}:a:0`]),
    ...subtitles.flatMap((_, index) => ['-map', `${at.subtitles + index}:s:0`]),
    ...(streamed === null ? [] : ['-map', `${at.cover}:v:0`]),
    ...['-map_metadata', joining.tags ? String(at.metadata) : '-1'],
    ...['-map_chapters', joining.chapters ? String(at.metadata) : '-1'],
    ...['-c', 'copy', '-strict', '-2', ...(joining.encoder ?? [])],
    ...languageArguments(sound ?? picture),
    ...subtitleArguments(form, subtitles),
    ...coverArguments(joining, picture === null ? 0 : 1),
    ...formArguments(joining),
    ...(isHevc ? ['-tag:v:0', 'hvc1'] : []),
    ...timeArguments(joining),
    ...['-f', form.format, '-protocol_whitelist', 'file', fileUrl(path)],
  ];
}

/**
 * Where a file cannot say that players shall begin behind its first packets: what is 0 comes first. Some formats find their sound
 * at a mark some seconds before the place that was asked for.
 */
const withoutEdits: readonly string[] = ['-copypriorss:a', '0', '-avoid_negative_ts', 'make_zero'];

function timeArguments({ form, clip, begin }: Joining): readonly string[] {
  if (clip !== null) return form.format === 'mp4' ? [] : withoutEdits;
  // What lies before 0 is not shown: the first frames of some codecs are only there to begin with.
  return begin > 0 ? ['-output_ts_offset', (-begin).toFixed(6)] : [];
}

function input(kind: string, path: string): string[] {
  return ['-protocol_whitelist', 'file', '-f', kind, '-i', fileUrl(path)];
}

/** Both tracks count their times from the same 0, wherever each of them begins. */
function clipArguments(clip: Joining['clip']): string[] {
  if (clip === null) return [];
  const length = clip.length === null ? [] : ['-t', clip.length.toFixed(6)];
  return ['-seek_timestamp', '1', '-ss', clip.start.toFixed(6), ...length];
}

function languageArguments(sound: JoinTrack | null): string[] {
  const code = sound?.language ? languageCode(sound.language) : null;
  return code === null ? [] : ['-metadata:s:a:0', `language=${code}`];
}

function subtitleArguments(form: FileForm, subtitles: readonly JoinSubtitles[]): string[] {
  if (subtitles.length === 0 || form.subtitles === null) return [];
  const labels = subtitles.flatMap(({ language, name }, index) => {
    const code = languageCode(language);
    const tag = `-metadata:s:s:${index}`;
    return [...(code === null ? [] : [tag, `language=${code}`]), tag, `title=${oneLine(name).slice(0, 200)}`];
  });
  // Shown only when somebody wants them.
  return ['-c:s', form.subtitles, ...labels, '-disposition:s', '0'];
}

function coverArguments({ form, cover }: Joining, before: number): string[] {
  if (cover === null || form.cover === null) return [];
  if (form.cover === 'stream') return [`-c:v:${before}`, 'copy', `-disposition:v:${before}`, 'attached_pic'];
  const name = cover.type === 'png' ? 'cover.png' : 'cover.jpg';
  const about = ['-metadata:s:t:0', `mimetype=image/${cover.type}`, '-metadata:s:t:0', `filename=${name}`];
  return ['-attach', fileUrl(cover.path), ...about];
}

function formArguments({ form: { extension }, old }: Joining): string[] {
  // The times of edits are in ticks of the whole file, by default a thousand a second: too few for sound in step.
  const fine = old ? [] : ['-movie_timescale', '90000'];
  switch (extension) {
    case 'mp4':
      // Players on the way to the end of a download want the index in front.
      return ['-movflags', '+faststart', ...fine];
    case 'm4a':
      return ['-movflags', '+faststart', ...fine, '-brand', 'M4A '];
    case 'mp3':
      return ['-id3v2_version', '3'];
    default:
      return [];
  }
}

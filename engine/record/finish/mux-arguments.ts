import { fileUrl, inputUrl } from '../../ffmpeg/run.ts';
import { feedOrigin } from '../feed.ts';
import type { FileForm } from './file-form.ts';
import { languageCode } from './language.ts';
import type { Shape } from './shape.ts';

/** What a player shows of a fragment, besides its pictures. */
export interface FragmentLabels {
  readonly title: string;
  /** milliseconds since the epoch */
  readonly date: number;
  /** BCP 47 language and name of tracks, by their ids */
  readonly tracks: ReadonlyMap<string, { readonly language: string | null; readonly name: string | null }>;
}

/** How a fragment is put together. */
export interface Muxing {
  readonly form: FileForm;
  readonly shape: Shape;
  /** ffmpeg's name of the format of each track of `shape`, and its streams where they are picked one by one */
  readonly inputs: readonly { readonly format: string; readonly only: readonly number[] | null }[];
  readonly labels: FragmentLabels;
  readonly onlySound: boolean;
  /** whole seconds that were added to every time besides `feedOrigin` */
  readonly later: number;
  /** pictures that do not stand alone are kept at the beginning too */
  readonly keepAll: boolean;
  /** the ffmpeg is older than 5 */
  readonly old: boolean;
}

/** What ffmpeg reads at most to learn what the streams are, unless one begins late: 5 s and 5 MB, its own defaults. */
const probe = { seconds: 5, bytes: 5_000_000 } as const;
/** Bytes above which a file is not written twice to have its index in front; room is left for it instead. */
const largeBytes = 64 * 1024 * 1024;
/** Seconds that 90,000 ticks a second can count in 32 bits. */
const longest32 = Math.floor(2 ** 32 / 90_000);

const alikeFrames: readonly string[] = ['aac', 'aac-latm', 'mp1', 'mp2', 'mp3', 'ac3', 'eac3', 'dts'];
/** Keeps a duration that is there, else takes the distance to the frame before; the commas are not the end of an option. */
const knownDuration = 'if(gt(DURATION,0),DURATION,if(gt(N,0),DTS-PREV_INDTS,0.02/TB))'.replaceAll(',', String.raw`\,`);

/** The arguments that put the tracks of a fragment into one file by stream copy, its 0 at 0. */
export function muxArguments(muxing: Muxing, path: string): string[] {
  return [
    '-copyts',
    ...muxing.inputs.flatMap(({ format }, index) => inputArguments(muxing.shape, format, index)),
    ...mapArguments(muxing),
    ...['-map_metadata:g', '-1', '-map_chapters', '-1', '-c', 'copy', '-strict', '-2'],
    ...(muxing.keepAll ? ['-copyinkf'] : []),
    ...timeArguments(muxing),
    ...durationArguments(muxing),
    ...labelArguments(muxing),
    ...formArguments(muxing),
    ...['-f', muxing.form.format, '-protocol_whitelist', 'file', fileUrl(path)],
  ];
}

function inputArguments({ late }: Shape, format: string, index: number): string[] {
  const seconds = Math.ceil(late.after) + probe.seconds;
  return [
    ...['-protocol_whitelist', 'pipe'],
    ...['-analyzeduration', String(seconds * 1_000_000), '-probesize', String(late.bytes + probe.bytes)],
    ...['-f', format, '-i', inputUrl(index)],
  ];
}

/** Pictures of the first track, then all sound, in the order of the tracks. */
function mapArguments({ inputs, onlySound }: Muxing): string[] {
  return inputs.flatMap(({ only }, index) => {
    const kinds = onlySound ? ['a'] : index === 0 ? ['v', 'a'] : ['a'];
    const streams = only === null ? kinds : only.map((id) => `i:${id}`);
    return streams.flatMap((stream) => ['-map', `${index}:${stream}?`]);
  });
}

function timeArguments({ shape, later, form, onlySound, keepAll }: Muxing): string[] {
  const offset = (shape.lead - feedOrigin - later).toFixed(6);
  // Pictures are decoded before they are shown, so the first one has a time below 0: MP4 and Matroska need nothing done about
  // that, a transport stream cannot say it. Sound alone has nothing to be in step with, so its first frame is put at 0.
  // Pictures that are decoded behind the first one and shown before it are another matter: Matroska has no times for them.
  const isShifted = form.format === 'mpegts' || (form.format === 'matroska' && keepAll);
  const negative = onlySound ? 'make_zero' : isShifted ? 'make_non_negative' : 'disabled';
  return ['-output_ts_offset', offset, '-avoid_negative_ts', negative];
}

/**
 * The last frame of a stream has none behind it to tell how long it lasts, and ffmpeg knows by itself only of codecs whose
 * frames are all alike. Without a duration it would not be played.
 */
function durationArguments({ shape, old }: Muxing): string[] {
  if (old || [...shape.codecs.audio].every((codec) => alikeFrames.includes(codec))) return [];
  return ['-bsf:a', `setts=pts=PTS:dts=DTS:duration=${knownDuration}`];
}

function labelArguments({ shape, labels }: Muxing): string[] {
  const date = new Date(labels.date).toISOString();
  const args = ['-metadata', `title=${oneLine(labels.title)}`, '-metadata', `creation_time=${date}`];
  let sound = 0;
  for (const { track } of shape.tracks) {
    const label = labels.tracks.get(track);
    const count = shape.sounds.get(track) ?? 0;
    for (let index = 0; index < count; index++, sound++) {
      const code = label?.language ? languageCode(label.language) : null;
      if (code !== null) args.push(`-metadata:s:a:${sound}`, `language=${code}`);
      if (label?.name) args.push(`-metadata:s:a:${sound}`, `title=${oneLine(label.name)}`);
      args.push(`-disposition:a:${sound}`, sound === 0 ? 'default' : '0');
    }
  }
  return args;
}

function formArguments({ form, shape, labels, old }: Muxing): string[] {
  switch (form.format) {
    case 'mp4':
      return [
        ...(shape.codecs.video.size === 1 && shape.codecs.video.has('hevc') ? ['-tag:v', 'hvc1'] : []),
        ...(form.extension === 'm4a' ? ['-brand', 'M4A '] : []),
        // The times of edits are in ticks of the whole file, by default a thousand a second: too few for sound in step.
        ...(old || shape.length > longest32 ? [] : ['-movie_timescale', '90000']),
        ...indexArguments(shape),
      ];
    case 'mpegts':
      return ['-muxdelay', '0', '-muxpreload', '0', '-metadata', `service_name=${oneLine(labels.title)}`];
    case 'mp3':
      // The frames as they are, without one in front that is not of the stream.
      return ['-write_xing', '0'];
    default:
      return [];
  }
}

/** Players on the way to the end of a download want the index in front. */
function indexArguments({ bytes, units, codecs }: Shape): string[] {
  if (bytes < largeBytes || codecs.video.size === 0) return ['-movflags', '+faststart'];
  // Per sample at most: size 4, duration 8, composition 8, place 8, chunk 12, key 4, dependency 1.
  return ['-moov_size', String(65_536 + 45 * units)];
}

/** Titles of more lines are shown as something else than a title, or not at all. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

import { Failure } from '../../contract/errors.ts';
import type { VideoOptions } from '../../contract/video.ts';
import { type Choice, chooseFormats } from '../sources/video/choose.ts';
import type { FoundFormat, FoundVideo } from '../sources/video/found.ts';
import type { VideoState } from './state.ts';

/** What is to be made of what was found. */
export interface Wanted {
  readonly found: FoundVideo;
  readonly choice: Choice<FoundFormat>;
  readonly options: VideoOptions;
}

/**
 * Decides what is to be made of a video. What an earlier attempt chose stays chosen as long as it is to be had: bytes of it may be
 * stored.
 * @throws Failure `invalid-input` (a clip behind the end), `no-format`
 */
export function wantedOf(found: FoundVideo, asked: VideoOptions, state: VideoState | undefined): Wanted {
  const options = optionsFor(asked, found);
  const { clip, format, audio } = options;
  if (clip !== null && found.duration !== null && clip.start >= found.duration) {
    throw new Failure('invalid-input', { detail: `the clip begins at ${clip.start} s of ${found.duration} s` });
  }
  const formats = formatsOf(found);
  const choice = chooseFormats(formats, format, audio);
  const before = state?.formats.map(({ id }) => formats.find((one) => one.id === id)) ?? [];
  const kept = before.filter((one) => one !== undefined);
  const same = kept.length > 0 && kept.length === before.length;
  return { found, options, choice: same ? { formats: kept, onlySound: choice.onlySound } : choice };
}

/** A link to a piece of a video asks for that piece, unless somebody says which other. */
function optionsFor(options: VideoOptions, { piece }: FoundVideo): VideoOptions {
  return piece === undefined || options.clip !== null ? options : { ...options, clip: piece };
}

/** A finished stream that a site names by its playlist alone is a format as well. */
function formatsOf({ formats, hls, live }: FoundVideo): readonly FoundFormat[] {
  if (formats.length > 0 || hls === null || live === 'live') return formats;
  const nothing = { width: null, height: null, fps: null, videoCodec: null, audioCodec: null, bitrate: null };
  return [
    {
      ...{ id: 'hls', kind: 'both', container: 'mp4', hdr: false, ...nothing, audioBitrate: null, channels: null },
      ...{ language: null, original: true, size: null, approximate: true, road: 'hls', place: hls, index: null },
    },
  ];
}

/** A kind of file a video can become. */
export interface FileForm {
  /** without the dot */
  readonly extension: string;
  /** ffmpeg's name of the format */
  readonly format: string;
  /** media type */
  readonly type: string;
  /** how it takes a cover: as a picture among its streams, as a file that is attached, or not at all */
  readonly cover: 'stream' | 'attachment' | null;
  /** ffmpeg's name of the codec of subtitles in it, or `null` where it takes none */
  readonly subtitles: string | null;
}

const forms: readonly FileForm[] = [
  { extension: 'mp4', format: 'mp4', type: 'video/mp4', cover: 'stream', subtitles: 'mov_text' },
  { extension: 'webm', format: 'webm', type: 'video/webm', cover: null, subtitles: 'webvtt' },
  { extension: 'mkv', format: 'matroska', type: 'video/x-matroska', cover: 'attachment', subtitles: 'srt' },
  { extension: 'mka', format: 'matroska', type: 'audio/x-matroska', cover: 'attachment', subtitles: null },
  { extension: 'm4a', format: 'mp4', type: 'audio/mp4', cover: 'stream', subtitles: null },
  { extension: 'mp3', format: 'mp3', type: 'audio/mpeg', cover: 'stream', subtitles: null },
  { extension: 'opus', format: 'opus', type: 'audio/ogg', cover: null, subtitles: null },
  { extension: 'ogg', format: 'ogg', type: 'audio/ogg', cover: null, subtitles: null },
  { extension: 'flac', format: 'flac', type: 'audio/flac', cover: 'stream', subtitles: null },
];

/**
 * The forms to be tried for a wanted extension, that one first. Matroska takes what the others refuse.
 * @param onlySound there is no picture in it
 */
export function formsFor(extension: string, onlySound: boolean): readonly FileForm[] {
  const named = (name: string): FileForm[] => forms.filter((form) => form.extension === name);
  const last = onlySound ? 'mka' : 'mkv';
  return extension === last ? named(last) : [...named(extension), ...named(last)];
}

/** Every extension a video may get, without the dot. */
export const extensions: readonly string[] = forms.map(({ extension }) => extension);

/** Whether a file of this extension has a place for a cover. */
export function takesCover(extension: string): boolean {
  return forms.some((form) => form.extension === extension && form.cover !== null);
}

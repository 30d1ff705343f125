/** What a file of a video is, by its name. */
export type FileKind = 'media' | 'subtitles' | 'other';

/** What a file of a video is, by its name. */
export function fileKind(path: string): FileKind {
  if (/\.(?:vtt|srt|ass|ssa|ttml|srv\d|lrc)$/i.test(path)) return 'subtitles';
  return /\.(?:mp4|m4v|webm|mkv|mka|mov|m4a|mp3|opus|ogg|oga|flac|aac|wav)$/i.test(path) ? 'media' : 'other';
}

/** Whether a file has sound only. */
export function isSound(path: string): boolean {
  return /\.(?:m4a|mka|mp3|opus|ogg|oga|flac|aac|wav)$/i.test(path);
}

/** The language that stands before the ending of a file with subtitles, as in `name.en.vtt`; empty when none does. */
export function languageOf(path: string): string {
  return /\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\.[a-z\d]+$/.exec(path)?.[1] ?? '';
}

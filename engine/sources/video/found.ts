import type { Header } from '../../../contract/transfer.ts';
import type { Chapter, ListEntry, ListInfo, VideoFormat, VideoInfo } from '../../../contract/video.ts';
import type { ByteRange } from '../../record/playlist.ts';

/** Where something of a video lies, and how its site wants it to be asked for. */
export interface Place {
  /** absolute, http or https */
  readonly url: string;
  /** what goes with each request beside what the user gave: user agent, referer; never a cookie of the user's */
  readonly headers: readonly Header[];
  /** bytes that one request may ask for at most, above which the site slows it down; `null` where it does not */
  readonly chunk: number | null;
}

/** A form of a video, with where it lies. */
export interface FoundFormat extends VideoFormat {
  readonly place: Place;
  /** of a fragmented MP4, where they are known: `ftyp` and `moov`, and the `sidx` behind them */
  readonly index: { readonly init: ByteRange; readonly index: ByteRange } | null;
}

/** Subtitles of a video, with where they lie. */
export interface FoundSubtitles {
  /** BCP 47 */
  readonly language: string;
  readonly name: string;
  readonly automatic: boolean;
  /** `vtt`, `srt`, … */
  readonly form: string;
  readonly place: Place;
}

/** A picture of a video; the largest is put into its file, a small one is shown. */
export interface FoundPicture {
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** A video as its resolver found it. Its addresses are good for some hours. */
export interface FoundVideo extends Omit<VideoInfo, 'thumbnail' | 'offers' | 'formats' | 'subtitles'> {
  readonly formats: readonly FoundFormat[];
  readonly subtitles: readonly FoundSubtitles[];
  readonly pictures: readonly FoundPicture[];
  readonly chapters: Chapter[];
  readonly description: string | null;
  /** playlists of what is live: HLS, and a DASH manifest that reaches further back, where there is one */
  readonly hls: Place | null;
  readonly dash: Place | null;
  /** seconds: the piece of it that the link leads to, where it leads to no more than that */
  readonly piece?: { readonly start: number; readonly end: number };
}

/** One video of a list as its resolver found it. */
export type FoundEntry = Omit<ListEntry, 'task'>;

/** A list, or a page of one; `next` is the resolver's own word for the page behind it. */
export interface FoundList extends Omit<ListInfo, 'entries'> {
  readonly entries: readonly FoundEntry[];
}

import type { MediaPlaylist } from './playlist.ts';

/** What a reload of a playlist asks for (RFC 8216bis section 6.2.5). */
export interface Reload {
  readonly signal: AbortSignal;
  /** ask the server to answer only when this media sequence number is there (_HLS_msn), or `null` */
  readonly waitFor: number | null;
  /** the playlist of before: where the server gives delta updates, only what changed since is asked for */
  readonly before: MediaPlaylist | null;
}

/** One track of a stream and how to read its media playlist. */
export interface PlannedTrack {
  /** `main` for the first; the same again when the source is resolved anew */
  readonly id: string;
  readonly kind: 'main' | 'audio' | 'subtitles';
  /** BCP 47, or `null` */
  readonly language: string | null;
  readonly name: string | null;
  /** @throws Failure of the HTTP client, `protected`, `corrupt-media` (not a playlist) */
  load(reload: Reload): Promise<MediaPlaylist>;
}

/** The variant that was chosen. */
export interface Quality {
  readonly width: number | null;
  readonly height: number | null;
  /** bits a second */
  readonly bandwidth: number | null;
  readonly codecs: string | null;
}

/** What a link turned out to be. */
export type StreamPlan =
  | {
      readonly form: 'segmented';
      /** for names; `null` when nothing tells */
      readonly title: string | null;
      readonly quality: Quality | null;
      /** the page it was found in, to be sent as referer with every request of it; `null` for none */
      readonly referer: string | null;
      /** the main track first */
      readonly tracks: readonly PlannedTrack[];
    }
  | {
      /** one answer that never ends: MPEG-TS, FLV, MP3, AAC */
      readonly form: 'continuous';
      readonly title: string | null;
      /** absolute, after redirects of a page, before redirects of its own */
      readonly url: string;
      /** the page it was found in, to be sent as referer; `null` for none */
      readonly referer: string | null;
    };

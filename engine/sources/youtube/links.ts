/** What a link to YouTube leads to. */
export type YoutubeLink =
  | {
      readonly kind: 'video';
      /** eleven characters */
      readonly id: string;
      /** seconds at which it shall be played from, or `null` */
      readonly start: number | null;
      /** the list it is played from, or `null` */
      readonly list: string | null;
    }
  /** a piece that somebody has cut out of a video; which one only the site knows */
  | { readonly kind: 'clip'; readonly id: string }
  | { readonly kind: 'list'; readonly id: string }
  | {
      readonly kind: 'channel';
      /** `@handle`, `channel/UC…`, `c/name` or `user/name` */
      readonly path: string;
      readonly tab: 'videos' | 'shorts' | 'streams' | 'playlists' | null;
    }
  /** whatever a channel sends just now */
  | { readonly kind: 'channel-live'; readonly path: string };

/** What a link to YouTube leads to; `null` for any other link, also for one that merely looks like it. */
export function youtubeLink(_url: string): YoutubeLink | null {
  return null;
}

/** The one form of a link by which two are the same source. */
export function youtubeUrl(_link: YoutubeLink): string {
  return '';
}

import type { MediaName } from './formats.ts';

/** Why the site refuses a video. */
export type Refusal =
  | 'private'
  | 'removed'
  | 'copyright'
  | 'members'
  | 'age'
  | 'region'
  | 'bot'
  /** a live stream that has not begun */
  | 'offline'
  | 'premiere'
  /** "try again later": the session has asked too often */
  | 'later';

/** What one client gets when it asks for a video. */
export type Answer =
  | Refusal
  /** addresses that need nothing done to them */
  | 'direct'
  /** addresses whose signature and `n` the player's code has to transform */
  | 'ciphered'
  /** addresses that are signed, whose `n` has to be transformed */
  | 'challenged'
  /** a playlist of HLS and nothing else */
  | 'hls'
  /** formats without addresses: only the site's own protocol */
  | 'sabr'
  /** only encrypted formats */
  | 'drm'
  /** status 429 instead of an answer */
  | 'too-many'
  /** JSON of a shape that nobody knows */
  | 'changed'
  /** no JSON */
  | 'garbage';

export interface CaptionTrack {
  readonly language: string;
  readonly name: string;
  readonly automatic: boolean;
  readonly text: readonly string[];
}

/** A video of the site. */
export interface Video {
  readonly id: string;
  readonly title: string;
  readonly channel: string;
  readonly description: string;
  readonly media: MediaName;
  /** by name of the client, as `VISIONOS` or `TVHTML5`; `*` is all others */
  readonly clients: Readonly<Record<string, Answer>>;
  /** the day it was published */
  readonly published: string;
  readonly live: 'no' | 'live' | 'was-live';
  /** seconds since the epoch at which what has not begun begins */
  readonly startsAt: number;
  /** seconds at which each begins */
  readonly chapters: readonly { readonly title: string; readonly start: number }[];
  readonly captions: readonly CaptionTrack[];
}

/** What the site gives today when nothing else is said: direct addresses to one client, its own protocol to most. */
export const usualAnswers: Readonly<Record<string, Answer>> = {
  VISIONOS: 'direct',
  TVHTML5: 'ciphered',
  ANDROID_VR: 'direct',
  IOS: 'hls',
  '*': 'sabr',
};

/** A video of which only the particular is said. */
export function video(particular: Partial<Video> & { readonly id: string }): Video {
  return {
    title: `Test pattern ${particular.id}`,
    channel: 'Stand-in',
    description: 'A test pattern and a tone.',
    media: 'film',
    clients: usualAnswers,
    published: '2026-01-31',
    live: 'no',
    startsAt: 4_102_444_800,
    chapters: [],
    captions: [],
    ...particular,
  };
}

/** What a client gets of a video. Names differ in case by who asks. */
export function answerFor({ clients }: Video, client: string): Answer {
  return clients[client.toUpperCase()] ?? clients['*'] ?? 'sabr';
}

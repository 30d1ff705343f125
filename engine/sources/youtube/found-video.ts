import type { AnsweredBy } from '../../../contract/video.ts';
import type { FoundFormat, FoundVideo, Place } from '../video/found.ts';
import { chaptersOf } from './chapters.ts';
import { youtubeUrl } from './links.ts';
import { picturesOf } from './pictures.ts';
import type { PlayerAnswer } from './player-answer.ts';
import { publishedOf } from './published.ts';
import { subtitlesOf } from './subtitles.ts';

/** What was learned of a video. */
export interface Learned {
  readonly id: string;
  readonly answer: PlayerAnswer;
  /** what `/youtubei/v1/next` answered, or `null` */
  readonly next: unknown;
  readonly formats: readonly FoundFormat[];
  readonly answeredBy: AnsweredBy;
  /** what goes with each request for it */
  readonly headers: Place['headers'];
}

/** Puts together what several answers say of a video. */
export function foundVideo({ id, answer, next, formats, answeredBy, headers }: Learned): FoundVideo {
  const { details } = answer;
  const live = details?.live === true;
  const place = (url: string | null): Place | null => (url === null ? null : { url, headers, chunk: null });
  const duration = details?.duration ?? null;
  return {
    kind: 'video',
    url: youtubeUrl({ kind: 'video', id, start: null, list: null }),
    site: 'YouTube',
    id,
    title: details?.title ?? id,
    channel: details?.channel ?? null,
    answeredBy,
    duration,
    published: publishedOf(answer.published, next),
    live: live ? 'live' : details?.liveContent === true ? 'was-live' : 'no',
    startsAt: null,
    chapters: live ? [] : chaptersOf(next, details?.description ?? null, duration),
    formats,
    subtitles: subtitlesOf(answer.captionTracks, headers),
    pictures: picturesOf(details?.pictures ?? []),
    description: details?.description ?? null,
    hls: live ? place(answer.hls) : null,
    dash: live ? place(answer.dash) : null,
  };
}

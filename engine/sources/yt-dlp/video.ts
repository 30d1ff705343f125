import { Failure } from '../../../contract/errors.ts';
import type { Chapter } from '../../../contract/video.ts';
import type { FoundFormat, FoundPicture, FoundVideo, Place } from '../video/found.ts';
import { momentOf } from '../video/moment.ts';
import { linesOf } from '../video/text.ts';
import { webUrlOrNull } from '../web-url.ts';
import { durationOf, factsOf, liveOf, titleOf } from './facts.ts';
import { foundFormats, isProtected } from './formats.ts';
import { type Given, placeOf } from './place.ts';
import { chapterShape, formatShape, pictureShape, those, type VideoShape } from './shape.ts';
import { foundSubtitles } from './subtitles.ts';

const mostChapters = 2000;
const mostPictures = 50;

/**
 * A video as yt-dlp describes it.
 * @param asked the link that was asked about
 * @throws Failure `protected` when all of it is under DRM, `no-stream` when nothing of it can be fetched
 */
export function foundVideo(found: VideoShape, asked: string, version: string, given: Given): FoundVideo {
  const live = liveOf(found);
  // What has one format only is that format itself.
  const list = found.formats ?? [found];
  const formats = foundFormats(list, given);
  if (formats.length === 0 && live !== 'upcoming') throw nothingOf(list);
  const duration = live === 'live' || live === 'upcoming' ? null : durationOf(found.duration);
  return {
    ...factsOf({ ...found, title: found.fulltitle ?? found.title }, asked, version),
    kind: 'video',
    duration,
    published: dayOf(found),
    live,
    startsAt: live === 'upcoming' && found.release_timestamp ? momentOf(found.release_timestamp) : null,
    formats,
    subtitles: foundSubtitles(found.subtitles, found.automatic_captions, given),
    pictures: picturesOf(found),
    chapters: chaptersOf(found.chapters, duration),
    description: linesOf(found.description ?? '', 20_000) || null,
    hls: live === 'live' ? manifestOf(list, formats, 'hls', given) : null,
    dash: live === 'live' ? manifestOf(list, formats, 'dash', given) : null,
  };
}

function nothingOf(list: readonly unknown[]): Failure {
  const all = those(formatShape, list);
  const drm = all.length > 0 && all.some(isProtected);
  return drm
    ? new Failure('protected', { detail: 'yt-dlp: every format is under DRM' })
    : new Failure('no-stream', { detail: 'yt-dlp names no format that can be fetched' });
}

/** The playlist of all variants where there is one, else that of the best. */
function manifestOf(
  list: readonly unknown[],
  formats: readonly FoundFormat[],
  road: 'hls' | 'dash',
  given: Given,
): Place | null {
  const protocols = road === 'hls' ? ['m3u8', 'm3u8_native'] : ['http_dash_segments'];
  const described = those(formatShape, list).reverse();
  for (const format of described) {
    if (!protocols.includes(format.protocol ?? '') || isProtected(format)) continue;
    const place = placeOf(format.manifest_url, format, given);
    if (place !== null) return { ...place, chunk: null };
  }
  return formats.find((format) => format.road === road)?.place ?? null;
}

/** `20260131`, or seconds since the epoch. */
function dayOf({ upload_date, release_date, timestamp }: VideoShape): string | null {
  for (const date of [upload_date, release_date]) {
    const parts = /^(\d{4})(\d{2})(\d{2})$/u.exec(date ?? '');
    if (parts !== null) return parts.slice(1).join('-');
  }
  const then = new Date((timestamp ?? Number.NaN) * 1000);
  return Number.isNaN(then.getTime()) ? null : then.toISOString().slice(0, 10);
}

/** In their order; one without an end lasts until the next, or until the video ends. */
function chaptersOf(list: readonly unknown[] | null | undefined, duration: number | null): Chapter[] {
  const read = those(chapterShape, list?.slice(0, mostChapters)).sort(
    (one, other) => one.start_time - other.start_time,
  );
  return read.flatMap(({ start_time: start, end_time, title }, at) => {
    const end = end_time ?? read[at + 1]?.start_time ?? duration;
    if (end === null || end <= start || durationOf(end) === null) return [];
    return [{ title: titleOf(title) || String(at + 1), start, end }];
  });
}

/**
 * The best first; yt-dlp has it last. Where the site tells the size of some, the others are guesses of yt-dlp, which may not be there.
 */
function picturesOf({ thumbnails, thumbnail }: VideoShape): FoundPicture[] {
  const listed = those(pictureShape, thumbnails).reverse();
  const sized = listed.filter(({ width }) => width).sort((one, other) => (other.width ?? 0) - (one.width ?? 0));
  const single = thumbnail ? [{ url: thumbnail, width: null, height: null }] : [];
  const all = sized.length > 0 ? sized : listed.length > 0 ? listed : single;
  return all.slice(0, mostPictures).flatMap(({ url, width, height }) => {
    const address = webUrlOrNull(url, 'about:blank');
    return address === null ? [] : [{ url: address, width: width || null, height: height || null }];
  });
}

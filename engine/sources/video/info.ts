import type { ListInfo, SubtitleOffer, VideoFormat, VideoInfo } from '../../../contract/video.ts';
import type { FoundFormat, FoundList, FoundSubtitles, FoundVideo } from './found.ts';
import { offersOf } from './offers.ts';

/** A video as front ends see it: without its addresses. @param thumbnail a `data:` URL, or `null` */
export function videoInfoOf(found: FoundVideo, thumbnail: string | null): VideoInfo {
  const { kind, url, site, id, title, channel, answeredBy, duration, published, live, startsAt, chapters } = found;
  const formats = found.formats.map(formatOf);
  return {
    ...{ kind, url, site, id, title, channel, answeredBy, duration, published, live, startsAt, chapters },
    ...{ thumbnail, formats, offers: offersOf(formats), subtitles: subtitlesOf(found.subtitles) },
  };
}

/** A page of a list as front ends see it. Its `next` says whose word it is; `task` is for whoever knows the tasks. */
export function listInfoOf({ entries, next, ...list }: FoundList): ListInfo {
  return {
    ...list,
    next: next === null ? null : `${list.answeredBy.resolver}:${next}`,
    entries: entries.map((entry) => ({ ...entry, task: null })),
  };
}

function formatOf({ place: _, index: __, ...format }: FoundFormat): VideoFormat {
  return format;
}

/** Each language once a kind, however many forms there are of it. */
function subtitlesOf(found: readonly FoundSubtitles[]): SubtitleOffer[] {
  const offers = new Map<string, SubtitleOffer>();
  for (const { language, name, automatic } of found) {
    const key = `${language} ${automatic}`;
    if (!offers.has(key)) offers.set(key, { language, name, automatic });
  }
  return [...offers.values()];
}

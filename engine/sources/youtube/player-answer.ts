import { dig, listOf, numberOf, secondsOf, textOf, wholeOf, wordOf } from './dig.ts';

/** What `/youtubei/v1/player` answers, as far as it is of use; `null` for what is not said. */
export interface PlayerAnswer {
  readonly playability: Playability;
  readonly details: VideoDetails | null;
  /** as the site gives them: see `usableFormats` */
  readonly formats: readonly unknown[];
  readonly hls: string | null;
  readonly dash: string | null;
  /** there is a stream in the site's own protocol */
  readonly sabr: boolean;
  readonly captionTracks: readonly unknown[];
  /** `2026-01-31T02:00:00-08:00` */
  readonly published: string | null;
  /** for who comes next: as whom the site knows the visitor now */
  readonly visitorData: string | null;
}

/** Whether it can be played, and if not why. */
export interface Playability {
  /** `OK`, `LOGIN_REQUIRED`, `UNPLAYABLE`, `ERROR`, `LIVE_STREAM_OFFLINE`, … */
  readonly status: string;
  /** everything that is said of it, in the language that was asked for */
  readonly reasons: readonly string[];
  readonly ageGate: boolean;
  /** there is something to pay, or to become a member of */
  readonly offer: boolean;
  /** milliseconds since the epoch at which it begins */
  readonly startsAt: number | null;
}

interface VideoDetails {
  readonly id: string;
  readonly title: string;
  readonly channel: string | null;
  /** seconds; `null` also for what is live */
  readonly duration: number | null;
  readonly description: string | null;
  readonly pictures: readonly unknown[];
  readonly live: boolean;
  readonly upcoming: boolean;
  /** it is or was a live broadcast */
  readonly liveContent: boolean;
}

/** Reads an answer; `null` when it is none of these. */
export function readPlayerAnswer(json: unknown): PlayerAnswer | null {
  const playability = playabilityOf(dig(json, 'playabilityStatus'), json);
  if (playability === null) return null;
  const streams = dig(json, 'streamingData');
  const microformat = dig(json, 'microformat', 'playerMicroformatRenderer');
  return {
    playability,
    details: detailsOf(dig(json, 'videoDetails')),
    formats: [...listOf(dig(streams, 'formats')), ...listOf(dig(streams, 'adaptiveFormats'))],
    hls: wordOf(dig(streams, 'hlsManifestUrl')),
    dash: wordOf(dig(streams, 'dashManifestUrl')),
    sabr: wordOf(dig(streams, 'serverAbrStreamingUrl')) !== null,
    captionTracks: listOf(dig(json, 'captions', 'playerCaptionsTracklistRenderer', 'captionTracks')),
    published: wordOf(dig(microformat, 'publishDate')) ?? wordOf(dig(microformat, 'uploadDate')),
    visitorData: wordOf(dig(json, 'responseContext', 'visitorData')),
  };
}

/** Seconds since the epoch of which there is no date any more (ECMA-262 section 21.4.1.1). */
const MAX_TIME = 8_640_000_000_000;

function playabilityOf(status: unknown, json: unknown): Playability | null {
  const word = wordOf(dig(status, 'status'));
  if (word === null) return null;
  const screen = dig(status, 'errorScreen');
  const message = dig(screen, 'playerErrorMessageRenderer');
  const offer = dig(screen, 'playerLegacyDesktopYpcOfferRenderer') ?? dig(screen, 'ypcTrailerRenderer');
  const slate = dig(
    status,
    'liveStreamability',
    'liveStreamabilityRenderer',
    'offlineSlate',
    'liveStreamOfflineSlateRenderer',
  );
  const reasons = [
    dig(status, 'reason'),
    dig(message, 'reason'),
    dig(message, 'subreason'),
    dig(offer, 'offerDescription'),
    dig(slate, 'mainText'),
    ...listOf(dig(status, 'messages')),
  ];
  const seconds = wholeOf(dig(slate, 'scheduledStartTime'));
  const broadcast = dig(json, 'microformat', 'playerMicroformatRenderer', 'liveBroadcastDetails');
  const begins = Date.parse(wordOf(dig(broadcast, 'startTimestamp')) ?? '');
  return {
    status: word,
    reasons: [...new Set(reasons.map(textOf).filter((reason) => reason !== null))],
    ageGate: numberOf(dig(status, 'desktopLegacyAgeGateReason')) !== null,
    offer: offer !== undefined,
    startsAt: seconds !== null && seconds < MAX_TIME ? seconds * 1000 : Number.isNaN(begins) ? null : begins,
  };
}

function detailsOf(details: unknown): VideoDetails | null {
  const id = wordOf(dig(details, 'videoId'));
  if (id === null) return null;
  const seconds = secondsOf(dig(details, 'lengthSeconds'));
  const live = dig(details, 'isLive') === true;
  return {
    id,
    title: wordOf(dig(details, 'title')) ?? id,
    channel: wordOf(dig(details, 'author')),
    duration: seconds === null || seconds <= 0 || live ? null : seconds,
    description: wordOf(dig(details, 'shortDescription')),
    pictures: listOf(dig(details, 'thumbnail', 'thumbnails')),
    live,
    upcoming: dig(details, 'isUpcoming') === true,
    liveContent: dig(details, 'isLiveContent') === true,
  };
}

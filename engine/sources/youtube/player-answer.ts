import { momentOf } from '../video/moment.ts';
import { lineOf, linesOf } from '../video/text.ts';
import { webUrlOrNull } from '../web-url.ts';
import { dig, listOf, numberOf, secondsOf, textOf, wordOf } from './dig.ts';

/** More than any video has. */
const most = { formats: 2000, captions: 500, reasons: 20 } as const;

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
    formats: ['formats', 'adaptiveFormats'].flatMap((name) => listOf(dig(streams, name)).slice(0, most.formats)),
    hls: addressOf(dig(streams, 'hlsManifestUrl')),
    dash: addressOf(dig(streams, 'dashManifestUrl')),
    sabr: wordOf(dig(streams, 'serverAbrStreamingUrl')) !== null,
    captionTracks: listOf(dig(json, 'captions', 'playerCaptionsTracklistRenderer', 'captionTracks')).slice(
      0,
      most.captions,
    ),
    published: wordOf(dig(microformat, 'publishDate')) ?? wordOf(dig(microformat, 'uploadDate')),
    visitorData: wordOf(dig(json, 'responseContext', 'visitorData')),
  };
}

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
    ...listOf(dig(status, 'messages')).slice(0, most.reasons),
  ];
  const seconds = numberOf(dig(slate, 'scheduledStartTime'));
  const broadcast = dig(json, 'microformat', 'playerMicroformatRenderer', 'liveBroadcastDetails');
  const begins = Date.parse(wordOf(dig(broadcast, 'startTimestamp')) ?? '');
  return {
    status: lineOf(word, 100),
    reasons: [...new Set(reasons.map((reason) => lineOf(textOf(reason) ?? '', 400)).filter((reason) => reason !== ''))],
    ageGate: numberOf(dig(status, 'desktopLegacyAgeGateReason')) !== null,
    offer: offer !== undefined,
    startsAt: momentOf(seconds) ?? (Number.isNaN(begins) ? null : begins),
  };
}

function detailsOf(details: unknown): VideoDetails | null {
  const id = wordOf(dig(details, 'videoId'));
  if (id === null) return null;
  const seconds = secondsOf(dig(details, 'lengthSeconds'));
  const live = dig(details, 'isLive') === true;
  return {
    id,
    title: lineOf(wordOf(dig(details, 'title')) ?? '', 500) || id,
    channel: lineOf(wordOf(dig(details, 'author')) ?? '', 200) || null,
    duration: seconds === null || seconds === 0 || live ? null : seconds,
    description: linesOf(wordOf(dig(details, 'shortDescription')) ?? '', 20_000) || null,
    pictures: listOf(dig(details, 'thumbnail', 'thumbnails')),
    live,
    upcoming: dig(details, 'isUpcoming') === true,
    liveContent: dig(details, 'isLiveContent') === true,
  };
}

function addressOf(value: unknown): string | null {
  return webUrlOrNull(wordOf(value) ?? '', 'about:blank');
}

import { channelId } from './catalogue.ts';
import type { Media } from './media.ts';
import { playability } from './playability.ts';
import { type Issue, streamingData } from './streaming.ts';
import type { Answer, Refusal, Video } from './video.ts';

const refusals: ReadonlySet<string> = new Set<Refusal>([
  'private',
  'removed',
  'copyright',
  'members',
  'age',
  'region',
  'bot',
  'offline',
  'premiere',
  'later',
]);

/** As whom the site knows whoever asks. */
export const visitorData = 'CgtzdGFuZGluMTIzNCiAgICAgA%3D%3D';

/** What `/youtubei/v1/player` answers, in the shape of the site; also in the page of a video. */
export function playerResponse(video: Video, media: Media, answer: Answer, issue: Issue): object {
  const begins = answer === 'offline' || answer === 'premiere';
  const context = { responseContext: { visitorData, serviceTrackingParams: [] } };
  if (isRefusal(answer) && !begins && answer !== 'age' && answer !== 'members') {
    return { ...context, playabilityStatus: playability(answer, video), trackingParams: 'CAAQu2kiEw' };
  }
  return {
    ...context,
    playabilityStatus: isRefusal(answer) ? playability(answer, video) : playable(video),
    ...(isRefusal(answer) ? {} : { streamingData: streamingData(video, media, answer, issue) }),
    ...(isRefusal(answer) || video.captions.length === 0 ? {} : { captions: captions(video) }),
    videoDetails: details(video, media, answer),
    microformat: { playerMicroformatRenderer: microformat(video, media, answer) },
    trackingParams: 'CAAQu2kiEw',
  };
}

function isRefusal(answer: Answer): answer is Refusal {
  return refusals.has(answer);
}

function playable({ id, live }: Video): object {
  const streamability = { liveStreamabilityRenderer: { videoId: id, broadcastId: '1', pollDelayMs: '15000' } };
  return {
    status: 'OK',
    playableInEmbed: true,
    ...(live === 'live' ? { liveStreamability: streamability } : {}),
    contextParams: 'Q0FFU0FnZ0I=',
  };
}

function details(video: Video, media: Media, answer: Answer): object {
  const { id, title, channel, description, live } = video;
  const begins = answer === 'offline' || answer === 'premiere';
  return {
    videoId: id,
    title,
    lengthSeconds: live === 'live' || begins ? '0' : String(media.seconds),
    keywords: ['test'],
    channelId,
    isOwnerViewing: false,
    shortDescription: description,
    isCrawlable: true,
    thumbnail: thumbnail(id),
    allowRatings: true,
    viewCount: '300',
    author: channel,
    isPrivate: false,
    isUnpluggedCorpus: false,
    isLiveContent: live !== 'no' || answer === 'offline',
    ...(live === 'live' ? { isLive: true, isLiveDvrEnabled: true, liveChunkReadahead: 3 } : {}),
    ...(begins ? { isUpcoming: true } : {}),
  };
}

function microformat(video: Video, media: Media, answer: Answer): object {
  const { id, title, channel, description, published, live, startsAt } = video;
  const begins = answer === 'offline' || answer === 'premiere';
  const began = `${published}T10:00:00+00:00`;
  const broadcast = {
    isLiveNow: live === 'live',
    startTimestamp: begins ? new Date(startsAt * 1000).toISOString().replace('.000Z', '+00:00') : began,
    ...(live === 'was-live' ? { endTimestamp: `${published}T10:00:30+00:00` } : {}),
  };
  return {
    thumbnail: thumbnail(id),
    embed: { iframeUrl: `https://www.youtube.com/embed/${id}`, width: 1280, height: 720 },
    title: { simpleText: title },
    description: { simpleText: description },
    lengthSeconds: live === 'live' || begins ? '0' : String(media.seconds),
    ownerProfileUrl: 'http://www.youtube.com/@standin',
    externalChannelId: channelId,
    isFamilySafe: answer !== 'age',
    availableCountries: ['DE', 'US'],
    isUnlisted: false,
    hasYpcMetadata: false,
    viewCount: '300',
    category: 'Science & Technology',
    publishDate: `${published}T02:00:00-08:00`,
    ownerChannelName: channel,
    uploadDate: `${published}T02:00:00-08:00`,
    ...(live !== 'no' || begins ? { liveBroadcastDetails: broadcast } : {}),
  };
}

/** The pictures of a video, smallest first. */
export function thumbnail(id: string): object {
  const at = (name: string, width: number, height: number): object => ({
    url: `https://i.ytimg.com/vi/${id}/${name}.jpg`,
    width,
    height,
  });
  const sizes = [
    at('default', 120, 90),
    at('mqdefault', 320, 180),
    at('hqdefault', 480, 360),
    at('sddefault', 640, 480),
  ];
  return { thumbnails: [...sizes, at('maxresdefault', 1280, 720)] };
}

function captions({ id, captions: tracks }: Video): object {
  return {
    playerCaptionsTracklistRenderer: {
      captionTracks: tracks.map(({ language, name, automatic }) => ({
        baseUrl: `https://www.youtube.com/api/timedtext?v=${id}&ei=x&caps=asr&lang=${language}${automatic ? '&kind=asr' : ''}&signature=ABCD&key=yt8`,
        name: { simpleText: name },
        vssId: `${automatic ? 'a' : ''}.${language}`,
        languageCode: language,
        ...(automatic ? { kind: 'asr' } : {}),
        isTranslatable: true,
        trackName: '',
      })),
      audioTracks: [
        { captionTrackIndices: tracks.map((_, index) => index), defaultCaptionTrackIndex: 0, hasDefaultTrack: true },
      ],
      translationLanguages: [{ languageCode: 'de', languageName: { simpleText: 'German' } }],
      defaultAudioTrackIndex: 0,
    },
  };
}

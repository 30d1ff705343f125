import type { ErrorCode } from '../../../contract/errors.ts';
import type {
  AnsweredBy,
  BothInfo,
  ListEntry,
  ListInfo,
  PresetOffer,
  VideoFormat,
  VideoInfo,
} from '../../../contract/video.ts';
import { picture } from './picture.ts';
import { error, idOf, today } from './tasks.ts';

const mb = 1_000_000;

const builtin: AnsweredBy = { resolver: 'builtin', version: '18.1.0', client: 'VISIONOS' };
const ytDlp: AnsweredBy = { resolver: 'yt-dlp', version: '2026.05.01', client: null };

/** One format of a video. */
function format(id: string, kind: VideoFormat['kind'], part: Partial<VideoFormat>): VideoFormat {
  return {
    ...{ id, kind, container: 'mp4', width: null, height: null, fps: null, hdr: false, videoCodec: null },
    ...{ audioCodec: null, bitrate: null, audioBitrate: null, channels: null, language: null, original: true },
    ...{ size: null, approximate: false, road: 'https' },
    ...part,
  };
}

const avc = { videoCodec: 'avc1.640028', container: 'mp4' };
const vp9 = { videoCodec: 'vp09.00.50.08', container: 'webm' };
const aac = { audioCodec: 'mp4a.40.2', container: 'm4a', audioBitrate: 129_000, channels: 2 };
const opus = { audioCodec: 'opus', container: 'webm', audioBitrate: 160_000, channels: 2 };

const formats: readonly VideoFormat[] = [
  format('315', 'video', { ...vp9, height: 2160, fps: 60, size: 1_180 * mb, bitrate: 13_000_000 }),
  format('337', 'video', { ...vp9, height: 2160, fps: 60, hdr: true, size: 1_310 * mb, bitrate: 14_000_000 }),
  format('303', 'video', { ...vp9, height: 1080, fps: 60, size: 260 * mb, bitrate: 3_000_000 }),
  format('137', 'video', { ...avc, height: 1080, fps: 30, size: 168 * mb, bitrate: 2_100_000 }),
  format('136', 'video', { ...avc, height: 720, fps: 30, size: 84 * mb, bitrate: 1_100_000 }),
  format('160', 'video', { ...avc, height: 144, fps: 30, size: 7 * mb, bitrate: 90_000 }),
  format('18', 'both', { ...avc, ...aac, container: 'mp4', height: 360, fps: 30, size: 41 * mb, bitrate: 500_000 }),
  format('251', 'audio', { ...opus, size: 13.4 * mb, bitrate: 160_000 }),
  format('140', 'audio', { ...aac, size: 12.1 * mb, bitrate: 129_000, language: 'en' }),
  format('140-1', 'audio', { ...aac, size: 12.1 * mb, bitrate: 129_000, language: 'de', original: false }),
];

/** What a preset comes to. */
function offer(preset: PresetOffer['preset'], part: Partial<PresetOffer>): PresetOffer {
  return {
    ...{ preset, formats: ['137', '140'], extension: 'mp4', height: null, fps: null, videoCodec: null },
    ...{ audioCodec: 'mp4a.40.2', audioBitrate: 129_000, size: null, approximate: true },
    ...part,
  };
}

const offers: readonly PresetOffer[] = [
  offer('best', {
    ...{ formats: ['337', '251'], extension: 'webm', height: 2160, fps: 60, videoCodec: 'vp09.02.51.10' },
    ...{ audioCodec: 'opus', audioBitrate: 160_000, size: 1_323 * mb, approximate: false },
  }),
  offer('compatible', { height: 1080, fps: 30, videoCodec: 'avc1.640028', size: 180.1 * mb }),
  offer('1080p', { height: 1080, fps: 60, videoCodec: 'vp09.00.41.08', size: 272 * mb }),
  offer('720p', { height: 720, fps: 30, videoCodec: 'avc1.64001f', size: 96.4 * mb }),
  offer('smallest', { height: 144, fps: 30, videoCodec: 'avc1.4d400c', size: 19.2 * mb }),
  offer('audio', { formats: ['251'], extension: 'opus', audioCodec: 'opus', audioBitrate: 160_000, size: 13.4 * mb }),
];

export function videoOf(id: string, part: Partial<VideoInfo> = {}): VideoInfo {
  return {
    ...{ kind: 'video', url: `https://www.youtube.com/watch?v=${id}`, site: 'YouTube', id },
    ...{ title: 'How the longest bridge of the world was built', channel: 'Big Works', answeredBy: builtin },
    ...{ duration: 754, published: '2026-03-14', live: 'no', startsAt: null, thumbnail: picture },
    chapters: [
      { title: 'The river', start: 0, end: 200 },
      { title: 'The piers', start: 200, end: 754 },
    ],
    formats: [...formats],
    offers: [...offers],
    subtitles: [
      { language: 'en', name: 'English', automatic: false },
      { language: 'ru', name: 'Russian', automatic: false },
      { language: 'de', name: 'German', automatic: true },
      { language: 'fr', name: 'French', automatic: true },
    ],
    ...part,
  };
}

const failing: Readonly<Record<string, ErrorCode>> = {
  private: 'video-private',
  removed: 'video-removed',
  members: 'members-only',
  grownups: 'age-limit',
  abroad: 'region',
  robot: 'bot-check',
  sabr: 'needs-yt-dlp',
  changed: 'extractor-outdated',
  busy: 'rate-limited',
};

const longTitle =
  'The complete history of every single bridge over the river, told by those who built them, cross them and paint them, part 2 of 14 (with subtitles)';

/** What makes a sample differ from the usual video, by its id. */
const samples: Readonly<Record<string, Partial<VideoInfo>>> = {
  bridge: {},
  tunnel: { title: 'A tunnel under the sea', channel: 'Big Works', duration: 3671 },
  long: {
    title: longTitle,
    channel: 'A channel with a name that is nearly as long as the title of its videos',
    duration: 36_000,
  },
  live: { title: 'Harbour webcam', live: 'live', duration: null, chapters: [], offers: [], formats: [], subtitles: [] },
  soon: {
    ...{ title: 'The opening', live: 'upcoming', startsAt: today + 86_400_000, duration: null },
    ...{ chapters: [], offers: [], formats: [], subtitles: [] },
  },
  plain: {
    title: 'No subtitles, no picture',
    thumbnail: null,
    subtitles: [],
    chapters: [],
    channel: null,
    published: null,
  },
};

/** Failure or answer of a look at a link; `undefined` for one that is never answered. */
export function lookAt(
  link: string,
  as: 'video' | 'list' | undefined,
  resolver: string | undefined,
): VideoInfo | ListInfo | BothInfo | ErrorCode | undefined {
  const url = new URL(link);
  const id = url.searchParams.get('v') ?? url.pathname.split('/').at(-1) ?? '';
  const list = url.searchParams.get('list') ?? (url.pathname.startsWith('/@') ? url.pathname.slice(1) : null);
  if (id === 'slow') return undefined;
  if (url.searchParams.has('v') && list !== null && as === undefined) {
    return {
      kind: 'both',
      video: `https://www.youtube.com/watch?v=${id}`,
      list: `https://www.youtube.com/playlist?list=${list}`,
    };
  }
  if (list !== null && as !== 'video') return listPage(list, 0);
  const answeredBy = resolver === 'yt-dlp' || !isYoutube(url) ? ytDlp : builtin;
  if (answeredBy === builtin) {
    const code = failing[id];
    if (code !== undefined) return code;
  } else if (failing[id] === undefined && samples[id] === undefined && !isYoutube(url)) {
    return url.pathname.includes('watch')
      ? videoOf(id, { url: link, site: url.host, answeredBy, title: 'Found on the page' })
      : 'unsupported';
  }
  return videoOf(id, { answeredBy, ...samples[id] });
}

export function isYoutube({ host }: URL): boolean {
  return /(?:^|\.)(?:youtube\.com|youtu\.be)$/.test(host);
}

/** Videos of a list that is read a page at a time. */
const pageSize = 100;

const sizes: Readonly<Record<string, number>> = { PL300: 300, PL40: 40, PLempty: 0 };

/** A page of a list; its name says how long it is. */
export function listPage(id: string, from: number): ListInfo {
  const count = sizes[id] ?? 300;
  const to = Math.min(count, from + pageSize);
  return {
    ...{ kind: 'list', url: `https://www.youtube.com/playlist?list=${id}`, site: 'YouTube', id },
    ...{ title: 'Bridges of the world, one each week', channel: 'Big Works', answeredBy: builtin, count },
    entries: Array.from({ length: to - from }, (_, index) => entryOf(id, from + index + 1)),
    next: to < count ? String(to) : null,
  };
}

/** A video of a list: every fiftieth is private, the first three were downloaded, the fourth is on its way. */
function entryOf(list: string, number: number): ListEntry {
  const missing = number % 50 === 0 ? 'Private video' : null;
  const state = number <= 3 ? 'completed' : number === 4 ? 'queued' : number === 5 ? 'failed' : null;
  return {
    ...{ number, url: `https://www.youtube.com/watch?v=${list}-${number}`, id: `${list}-${number}` },
    title: missing ?? (number % 17 === 0 ? longTitle : `Bridge number ${number}`),
    channel: list === 'PL40' && number % 3 === 0 ? 'A guest' : 'Big Works',
    duration: missing === null ? 200 + ((number * 97) % 4000) : null,
    live: number === 8,
    missing,
    task: state === null ? null : { id: idOf(9000 + number), state },
  };
}

/** The refusal of a code. */
export function refusal(code: ErrorCode) {
  return error(code, code === 'bot-check' ? 'LOGIN_REQUIRED' : undefined);
}

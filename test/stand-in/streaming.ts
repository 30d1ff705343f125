import type { Addresses } from './addresses.ts';
import type { Media, MediaFile } from './media.ts';
import type { Answer, Video } from './video.ts';

/** What the addresses of a response have in common. */
export interface Issue {
  readonly addresses: Addresses;
  readonly client: string;
  /** seconds since the epoch */
  readonly expires: number;
  readonly goodFor: number;
}

/** `streamingData` of a player response. */
export function streamingData(video: Video, media: Media, answer: Answer, issue: Issue): object {
  const expiresInSeconds = String(Math.max(0, Math.floor(issue.goodFor)));
  const place = `expire/${issue.expires}/id/${video.id}.1/source`;
  const manifest = `https://manifest.googlevideo.com/api/manifest`;
  if (video.live === 'live') {
    return {
      expiresInSeconds,
      hlsManifestUrl: `${manifest}/hls_variant/${place}/yt_live_broadcast/playlist_type/DVR/file/index.m3u8`,
      dashManifestUrl: `${manifest}/dash/${place}/yt_live_broadcast`,
    };
  }
  if (answer === 'hls') {
    return { expiresInSeconds, hlsManifestUrl: `${manifest}/hls_variant/${place}/youtube/file/index.m3u8` };
  }
  const number = issue.addresses.issue();
  const format = (file: MediaFile): object => ({
    ...common(file, media.seconds),
    ...where(file, video, answer, issue, number),
  });
  const sabr = `https://rr3---sn-stand1n.googlevideo.com/videoplayback?expire=${issue.expires}&id=o-${video.id}&source=youtube&sabr=1&c=${issue.client}`;
  return {
    expiresInSeconds,
    ...(answer === 'drm'
      ? { licenseInfos: [{ drmFamily: 'WIDEVINE', url: 'https://www.youtube.com/api/drm/widevine' }] }
      : {}),
    // Without addresses, and for what is encrypted, there is nothing that has both.
    formats: answer === 'sabr' || answer === 'drm' ? [] : media.files.filter(({ kind }) => kind === 'both').map(format),
    adaptiveFormats: media.files.filter(({ kind }) => kind !== 'both').map(format),
    ...(answer === 'sabr' || answer === 'ciphered' ? { serverAbrStreamingUrl: sabr } : {}),
  };
}

function where(
  file: MediaFile,
  { id }: Video,
  answer: Answer,
  { addresses, client, expires }: Issue,
  issue: number,
): object {
  if (answer === 'sabr') return {};
  const way = answer === 'ciphered' || answer === 'challenged' ? answer : 'direct';
  const address = addresses.of(file, { video: id, client, expires, issue, way });
  return answer === 'drm'
    ? { ...address, drmFamilies: ['WIDEVINE', 'PLAYREADY'], drmTrackType: 'DRM_TRACK_TYPE_SD' }
    : address;
}

function common(file: MediaFile, seconds: number): object {
  const { itag, kind, mime, size, ranges, modified, quality, bitrate, picture } = file;
  const span = ({ start, end }: { start: number; end: number }): object => ({ start: String(start), end: String(end) });
  return {
    itag,
    mimeType: mime,
    bitrate: Math.round(bitrate * 1.2),
    ...(ranges === null ? {} : { initRange: span(ranges.init), indexRange: span(ranges.index) }),
    lastModified: String(modified),
    contentLength: String(size),
    quality,
    averageBitrate: Math.round((size * 8) / seconds),
    approxDurationMs: String(seconds * 1000),
    projectionType: 'RECTANGULAR',
    ...(picture === null ? {} : { ...picture, fps: 25, qualityLabel: `${picture.height}p` }),
    ...(kind === 'video'
      ? {}
      : { audioQuality: 'AUDIO_QUALITY_MEDIUM', audioSampleRate: '48000', audioChannels: kind === 'both' ? 1 : 2 }),
  };
}

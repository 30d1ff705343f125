import type { VideoFormat } from '../../../contract/video.ts';
import type { FoundFormat, Place } from '../video/found.ts';
import { languageOf } from '../video/language.ts';
import { formatIds } from './format-ids.ts';
import { type Given, placeOf } from './place.ts';
import { type FormatShape, formatShape, those } from './shape.ts';

/** More than any site has; YouTube has some 1500 of a video that is dubbed into many languages. */
const mostFormats = 5000;

/**
 * The formats that can be fetched, the best first. Left out are pictures of the timeline, what is under DRM, and what neither HTTP nor HLS
 * nor DASH gives.
 * @param list as yt-dlp gives them, the best last
 */
export function foundFormats(list: readonly unknown[], given: Given): FoundFormat[] {
  const read = those(formatShape, list.slice(-mostFormats))
    .reverse()
    .flatMap((format) => {
      const kind = kindOf(format);
      const way = wayOf(format, given);
      return kind === null || way === null || isProtected(format) ? [] : [{ format, kind, ...way }];
    });
  const ids = formatIds(read.map(({ format }) => format.format_id ?? ''));
  const languages = languagesOf(read.filter(({ kind }) => kind !== 'video').map(({ format }) => format));
  return read.map(({ format, kind, road, place }, at) => ({
    id: ids[at] ?? '',
    kind,
    container: containerOf(format.ext ?? ''),
    ...pictureOf(format, kind),
    ...soundOf(format, kind, languages),
    bitrate: bitsOf(format.tbr ?? sum(format.vbr, format.abr)),
    ...sizeOf(format),
    road,
    place,
    index: null,
  }));
}

/** Whether something is under DRM; what only may be is found out by fetching it. */
export function isProtected({ has_drm }: Pick<FormatShape, 'has_drm'>): boolean {
  return has_drm === true;
}

/** `null` for what is neither, as pictures of the timeline. */
function kindOf({ vcodec, acodec, ext, protocol }: FormatShape): VideoFormat['kind'] | null {
  if (protocol === 'mhtml' || ext === 'mhtml') return null;
  if (vcodec === 'none') return acodec === 'none' ? null : 'audio';
  if (acodec === 'none') return 'video';
  const soundOnly =
    !vcodec && /^(?:m4a|mp3|aac|opus|ogg|oga|flac|wav|weba|mka|ac3|eac3|amr|aiff|alac)$/u.test(ext ?? '');
  return soundOnly ? 'audio' : 'both';
}

/** How and where it is fetched. The address of a format in a DASH manifest is that of the manifest. */
function wayOf(format: FormatShape, given: Given): { road: VideoFormat['road']; place: Place } | null {
  const { protocol, url, manifest_url } = format;
  const road = roads[protocol ?? scheme(url)];
  if (road === undefined) return null;
  const place = placeOf(road === 'dash' ? manifest_url : url, format, given);
  return place === null ? null : { road, place: road === 'https' ? place : { ...place, chunk: null } };
}

/** The names of protocols (`determine_protocol` in yt_dlp/utils). */
const roads: Readonly<Record<string, VideoFormat['road']>> = {
  http: 'https',
  https: 'https',
  m3u8: 'hls',
  m3u8_native: 'hls',
  http_dash_segments: 'dash',
};

function scheme(url: string | null | undefined): string {
  return /^(https?):/iu.exec(url ?? '')?.[1]?.toLowerCase() ?? '';
}

function containerOf(ext: string): string {
  if (ext === 'm4a' || ext === 'm4v') return 'mp4';
  if (ext === 'weba') return 'webm';
  return /^[a-z0-9]{1,10}$/u.test(ext) ? ext : 'unknown';
}

function pictureOf({ width, height, fps, dynamic_range, vcodec }: FormatShape, kind: VideoFormat['kind']) {
  if (kind === 'audio') return { width: null, height: null, fps: null, hdr: false, videoCodec: null };
  const hdr = dynamic_range !== null && dynamic_range !== undefined && dynamic_range !== 'SDR';
  return { width: whole(width), height: whole(height), fps: fps || null, hdr, videoCodec: codecOf(vcodec) };
}

function soundOf(format: FormatShape, kind: VideoFormat['kind'], languages: Languages) {
  if (kind === 'video') return { audioCodec: null, audioBitrate: null, channels: null, language: null, original: true };
  const { acodec, abr, tbr, audio_channels } = format;
  return {
    audioCodec: codecOf(acodec),
    audioBitrate: bitsOf(abr || (kind === 'audio' ? tbr : null)),
    channels: whole(audio_channels),
    language: languages.several ? languageOf(format.language) : null,
    original: isOriginal(format, languages),
  };
}

/** What is said of the languages of all that can be heard. */
interface Languages {
  readonly several: boolean;
  /** how much the site prefers the one that it prefers most; it does so for the language a video was made in */
  readonly preference: number;
}

function languagesOf(heard: readonly FormatShape[]): Languages {
  const different = new Set(heard.map(({ language }) => languageOf(language)));
  // A list of thousands is no list of arguments.
  const preference = heard.reduce((most, each) => Math.max(most, each.language_preference ?? -1), -1);
  return { several: different.size > 1, preference };
}

function isOriginal({ format_note, language_preference }: FormatShape, { several, preference }: Languages): boolean {
  if (/\b(?:descriptive|dubbed)\b/iu.test(format_note ?? '')) return false;
  return !several || preference <= 0 || (language_preference ?? -1) === preference;
}

function sizeOf({ filesize, filesize_approx }: FormatShape): { size: number | null; approximate: boolean } {
  if (filesize) return { size: Math.round(filesize), approximate: false };
  return { size: filesize_approx ? Math.round(filesize_approx) : null, approximate: Boolean(filesize_approx) };
}

function codecOf(codec: string | null | undefined): string | null {
  return codec && codec !== 'none' && codec !== 'unknown' && /^[\w.+-]{1,64}$/u.test(codec) ? codec : null;
}

/** From kilobits. */
function bitsOf(kilobits: number | null | undefined): number | null {
  return kilobits ? Math.round(kilobits * 1000) : null;
}

function sum(one: number | null | undefined, other: number | null | undefined): number | null {
  return one && other ? one + other : null;
}

function whole(value: number | null | undefined): number | null {
  return value ? Math.round(value) : null;
}

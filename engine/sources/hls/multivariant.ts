import type { LevelParsed, MediaPlaylist as Rendition } from 'hls.js';
import { Failure } from '../../../contract/errors.ts';
import type { Variant } from '../stream/variant.ts';
import { withQueryParameter } from './define.ts';

/** A variant of a multivariant playlist (EXT-X-STREAM-INF). Its address is as the playlist says, not yet checked. */
export interface HlsVariant extends Variant {
  readonly url: string;
  readonly audioGroup: string | null;
  readonly subtitlesGroup: string | null;
}

/** A rendition (EXT-X-MEDIA). */
export interface HlsRendition {
  readonly group: string;
  /** `null` when it is inside the variant's own media segments */
  readonly url: string | null;
  readonly name: string | null;
  /** BCP 47 */
  readonly language: string | null;
  readonly default: boolean;
  readonly autoselect: boolean;
  /** speaks what is to be seen, for those who cannot */
  readonly described: boolean;
}

/** A multivariant playlist. */
export interface Multivariant {
  readonly variants: readonly HlsVariant[];
  readonly audio: readonly HlsRendition[];
  readonly subtitles: readonly HlsRendition[];
  /** what EXT-X-DEFINE defines, for the media playlists */
  readonly variables: Readonly<Record<string, string>> | null;
  readonly title: string | null;
}

/** Whether the text of a playlist is a multivariant one (RFC 8216bis section 4.1). */
export function isMultivariant(text: string): boolean {
  return /^[\ufeff\s]*#/u.test(text) && /^[ \t]*#EXT-X-STREAM-INF:/mu.test(text);
}

/**
 * Reads an HLS multivariant playlist (RFC 8216bis section 4.4.6). Playlists of I-frames are left out, as are variants whose
 * codecs nobody knows when there are others.
 * @param url absolute, after redirects
 * @throws Failure `corrupt-media`
 */
export async function readMultivariant(text: string, url: string): Promise<Multivariant> {
  const { M3U8Parser } = await import('hls.js');
  const clean = cleaned(text, url);
  const parsed = M3U8Parser.parseMasterPlaylist(clean, url);
  const media = M3U8Parser.parseMasterPlaylistMedia(clean, url, parsed);
  if (parsed.playlistParsingError !== null) {
    const detail = `the playlist is broken: ${parsed.playlistParsingError.message}`;
    throw new Failure('corrupt-media', { detail, retryable: false });
  }
  return {
    variants: parsed.levels.map(variantOf),
    audio: (media.AUDIO ?? []).map(renditionOf),
    subtitles: (media.SUBTITLES ?? []).map(renditionOf),
    variables: parsed.variableList,
    title: textOf(parsed.sessionData?.['com.apple.hls.title']?.['VALUE']),
  };
}

/**
 * The lines that matter, each variant with its address right behind it. The parser would take an address that is missing from
 * the attributes or from the next variant, and count playlists of I-frames as variants when it looks for known codecs.
 */
function cleaned(text: string, url: string): string {
  const lines = ['#EXTM3U'];
  let variant: string | null = null;
  for (const raw of text.split(/[\r\n]+/u)) {
    const line = raw.replaceAll('\ufeff', '').trim();
    if (line.startsWith('#EXT-X-STREAM-INF:')) {
      // Without attributes it would be passed over.
      variant = line === '#EXT-X-STREAM-INF:' ? `${line}BANDWIDTH=0` : line;
    } else if (line !== '' && !line.startsWith('#')) {
      if (variant !== null) lines.push(variant, line);
      variant = null;
    } else if (line.startsWith('#EXT-X-DEFINE:')) {
      lines.push(`#EXT-X-DEFINE:${withQueryParameter(line.slice('#EXT-X-DEFINE:'.length), url)}`);
    } else if (/^#EXT-X-(?:MEDIA|SESSION-DATA):/u.test(line)) {
      lines.push(line);
    }
  }
  return [...lines, ''].join('\n');
}

function variantOf(level: LevelParsed): HlsVariant {
  const { attrs } = level;
  const frameRate = attrs.decimalFloatingPoint('FRAME-RATE');
  return {
    url: level.url,
    width: level.width ?? null,
    height: level.height ?? null,
    bandwidth: Number.isFinite(level.bitrate) && level.bitrate > 0 ? level.bitrate : null,
    codecs: textOf(attrs.CODECS),
    frameRate: Number.isFinite(frameRate) && frameRate > 0 ? frameRate : null,
    names: [textOf(level.name), textOf(attrs.VIDEO)].filter((name) => name !== null),
    audioGroup: textOf(attrs.AUDIO),
    subtitlesGroup: textOf(attrs.SUBTITLES),
  };
}

function renditionOf(rendition: Rendition): HlsRendition {
  return {
    group: rendition.groupId,
    url: textOf(rendition.url),
    name: textOf(rendition.name),
    language: textOf(rendition.lang),
    default: rendition.default,
    autoselect: rendition.autoselect,
    described: rendition.characteristics?.includes('describes-video') ?? false,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

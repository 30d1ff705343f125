import type { Fragment, LevelDetails } from 'hls.js';
import { Failure } from '../../../contract/errors.ts';
import type { ByteRange, PlaylistSegment, SegmentKey, SegmentMap } from '../../record/playlist.ts';
import { webUrl } from '../web-url.ts';
import { initializationVector } from './keys.ts';
import type { PlaylistText, SegmentText } from './playlist-text.ts';

/** What the parser is to begin with. */
export interface Beginning {
  readonly mediaSequence: number;
  readonly discontinuity: number;
}

/** Segments as the parser reads them, and what the playlist says about all of them. */
export interface Parsed {
  readonly details: LevelDetails;
  readonly segments: readonly PlaylistSegment[];
}

/**
 * Has the parser read segments of a playlist.
 * @param dates of the segments, milliseconds since the epoch
 * @param variables see `PlaylistOrigin`
 * @throws Failure `corrupt-media`, `forbidden` (an address that is neither http nor https)
 */
export async function parseSegments(
  text: PlaylistText,
  segments: readonly SegmentText[],
  dates: readonly (number | null)[],
  beginning: Beginning,
  url: string,
  variables: Readonly<Record<string, string>> | null,
): Promise<Parsed> {
  const { M3U8Parser, PlaylistLevelType } = await import('hls.js');
  const lines = [
    '#EXTM3U',
    `#EXT-X-TARGETDURATION:${Math.ceil(text.targetDuration)}`,
    `#EXT-X-MEDIA-SEQUENCE:${beginning.mediaSequence}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${beginning.discontinuity}`,
    ...text.header,
    ...segments.map((segment, at) => linesOf(segment, segments[at - 1])),
    '',
  ].join('\n');
  const known = variables === null ? null : { ...variables };
  const details = M3U8Parser.parseLevelPlaylist(lines, url, 0, PlaylistLevelType.MAIN, 0, known);
  if (details.playlistParsingError !== null) throw corrupt(details.playlistParsingError.message);
  if (details.fragments.length !== segments.length) throw corrupt('its segments cannot be told apart');
  const maps = new Map<string, SegmentMap>();
  const read = details.fragments.map((fragment, at): PlaylistSegment => {
    const sequence = beginning.mediaSequence + at;
    const date = dates[at] ?? null;
    return {
      sequence,
      discontinuity: fragment.cc,
      url: webUrl(fragment.relurl ?? '', url, 'a media segment'),
      range: rangeOf(fragment),
      duration: fragment.duration,
      dateTime: date === null ? null : Math.round(date),
      map: fragment.initSegment === null ? null : mapOf(fragment.initSegment, url, maps),
      key: keyOf(fragment, sequence, url),
      gap: fragment.gap === true,
    };
  });
  return { details, segments: read };
}

/** What belongs to the segment stands behind the map: the parser takes what precedes a map for the map's own. */
function linesOf(segment: SegmentText, before: SegmentText | undefined): string {
  const lines: string[] = [];
  for (let breaks = 0; breaks < segment.breaks; breaks += 1) lines.push('#EXT-X-DISCONTINUITY');
  if (before === undefined || before.standing.lines !== segment.standing.lines) lines.push(segment.standing.lines);
  if (segment.range !== null) lines.push(`#EXT-X-BYTERANGE:${segment.range}`);
  if (segment.gap) lines.push('#EXT-X-GAP');
  lines.push(`#EXTINF:${segment.duration},`, segment.uri);
  return lines.join('\n');
}

/** One object for all segments that share a map. */
function mapOf(fragment: Fragment, base: string, known: Map<string, SegmentMap>): SegmentMap {
  if (fragment.relurl === undefined) throw corrupt('EXT-X-MAP names no address');
  const map: SegmentMap = {
    url: webUrl(fragment.relurl, base, 'an initialisation section'),
    range: rangeOf(fragment),
    // Without an IV of its own, which the standard demands here, there is no sequence number to take: 0, as players do.
    key: keyOf(fragment, 0, base),
  };
  const name = JSON.stringify([map.url, map.range, map.key?.url, map.key && [...map.key.iv]]);
  const same = known.get(name) ?? map;
  known.set(name, same);
  return same;
}

function rangeOf(fragment: Fragment): ByteRange | null {
  const [start, end] = fragment.byteRange;
  if (start === undefined || end === undefined) return null;
  if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end > start)) {
    throw corrupt(`a byte range from ${start} to ${end}`);
  }
  return { start, length: end - start };
}

function keyOf(fragment: Fragment, sequence: number, base: string): SegmentKey | null {
  const key = fragment.levelkeys?.['identity'];
  if (key === undefined) return null;
  if (key.uri === '') throw corrupt('EXT-X-KEY names no address');
  return { method: 'AES-128', url: webUrl(key.uri, base, 'a key'), iv: initializationVector(key.iv, sequence) };
}

function corrupt(detail: string): Failure {
  return new Failure('corrupt-media', { detail: `the playlist is broken: ${detail}`, retryable: false });
}

import type { Fragment, LevelDetails } from 'hls.js';
import { Failure } from '../../../contract/errors.ts';
import type { ByteRange, MediaPlaylist, PlaylistSegment, SegmentKey, SegmentMap } from '../../record/playlist.ts';
import { webUrl } from '../web-url.ts';
import { withSkipped } from './delta.ts';
import { continued } from './discontinuity.ts';
import { initializationVector, KeysInForce } from './keys.ts';
import { type PlaylistText, splitPlaylist } from './playlist-text.ts';

/** Where a media playlist comes from. */
export interface PlaylistOrigin {
  /** absolute, after redirects */
  readonly url: string;
  /** what the multivariant playlist defines (EXT-X-DEFINE), for EXT-X-DEFINE:IMPORT */
  readonly variables: Readonly<Record<string, string>> | null;
  /** the same playlist as it was read before, or `null` */
  readonly before: MediaPlaylist | null;
}

/** The words of playlists that were read, for the delta updates that build on them. */
const words = new WeakMap<MediaPlaylist, PlaylistText>();

/**
 * Reads an HLS media playlist (RFC 8216, RFC 8216bis). Segments that a delta update leaves out are put in again, dates hold
 * for every segment before and behind a tag, and a segment keeps the discontinuity number it had in the playlist of before.
 * Partial segments do not count as segments.
 * @returns `null` for a delta update that does not fit to the playlist of before: the whole has to be asked for
 * @throws Failure `corrupt-media` (not a media playlist), `protected` (DRM), `unsupported` (an encryption without DRM that
 * Sluice does not know), `forbidden` (an address that is neither http nor https)
 */
export async function readMediaPlaylist(text: string, origin: PlaylistOrigin): Promise<MediaPlaylist | null> {
  const said = splitPlaylist(text, origin.url);
  const before = origin.before === null ? undefined : words.get(origin.before);
  const whole = said.skipped === 0 ? said : before === undefined ? null : withSkipped(said, before);
  if (whole === null) return null;
  checkKeys(whole);
  const details = await parsed(whole, origin);
  const segments = continued(segmentsOf(details, whole), origin.before, whole.discontinuitySequence !== null);
  const playlist: MediaPlaylist = {
    url: origin.url,
    targetDuration: whole.targetDuration,
    segments,
    ended: whole.ended,
    control: {
      canBlockReload: details.canBlockReload,
      canSkipUntil: positive(details.canSkipUntil),
      partTarget: positive(details.partTarget),
    },
    reloadAfter: null,
    holdBack: positive(details.holdBack),
  };
  words.set(playlist, whole);
  return playlist;
}

function checkKeys(text: PlaylistText): void {
  const keys = new KeysInForce();
  for (const lines of text.segments) {
    for (const line of lines) keys.apply(line);
    keys.check();
  }
}

async function parsed(text: PlaylistText, origin: PlaylistOrigin): Promise<LevelDetails> {
  const { M3U8Parser, PlaylistLevelType } = await import('hls.js');
  const lines = [
    '#EXTM3U',
    `#EXT-X-TARGETDURATION:${Math.ceil(text.targetDuration)}`,
    `#EXT-X-MEDIA-SEQUENCE:${text.mediaSequence}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${text.discontinuitySequence ?? 0}`,
    ...text.header,
    ...text.segments.flat(),
    '',
  ];
  const variables = origin.variables === null ? null : { ...origin.variables };
  const details = M3U8Parser.parseLevelPlaylist(lines.join('\n'), origin.url, 0, PlaylistLevelType.MAIN, 0, variables);
  const error = details.playlistParsingError;
  if (error !== null) throw corrupt(error.message);
  if (details.fragments.length !== text.segments.length) throw corrupt('its segments cannot be told apart');
  return details;
}

function segmentsOf(details: LevelDetails, text: PlaylistText): PlaylistSegment[] {
  const maps = new Map<Fragment, SegmentMap>();
  return details.fragments.map((fragment, at) => {
    const sequence = text.mediaSequence + at;
    const date = fragment.programDateTime;
    return {
      sequence,
      discontinuity: fragment.cc,
      url: webUrl(fragment.relurl ?? '', details.url, 'a media segment'),
      range: rangeOf(fragment),
      duration: fragment.duration,
      dateTime: date === null ? null : Math.round(date),
      map: fragment.initSegment === null ? null : mapOf(fragment.initSegment, details.url, maps),
      key: keyOf(fragment, sequence, details.url),
      gap: fragment.gap === true,
    };
  });
}

/** One object for all segments that share a map. */
function mapOf(fragment: Fragment, base: string, known: Map<Fragment, SegmentMap>): SegmentMap {
  const before = known.get(fragment);
  if (before !== undefined) return before;
  if (fragment.relurl === undefined) throw corrupt('EXT-X-MAP names no address');
  const map: SegmentMap = {
    url: webUrl(fragment.relurl, base, 'an initialisation section'),
    range: rangeOf(fragment),
    // Without an IV of its own, which the standard demands here, there is no sequence number to take: 0, as players do.
    key: keyOf(fragment, 0, base),
  };
  known.set(fragment, map);
  return map;
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

function positive(value: number): number | null {
  return Number.isFinite(value) && value > 0 ? value : null;
}

function corrupt(detail: string): Failure {
  return new Failure('corrupt-media', { detail: `the playlist is broken: ${detail}`, retryable: false });
}

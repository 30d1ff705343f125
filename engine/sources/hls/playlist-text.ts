import { Failure } from '../../../contract/errors.ts';
import { readDate } from '../date.ts';
import { withQueryParameter } from './define.ts';

/** A media segment in a playlist's own words: its tags, and its address in the last line. */
export type SegmentLines = readonly string[];

/** A media playlist taken apart into lines that mean something, cleaned of what servers get wrong. */
export interface PlaylistText {
  /** tags about the whole playlist, without those that have a field here */
  readonly header: readonly string[];
  /** seconds, as declared or as the longest media segment tells */
  readonly targetDuration: number;
  readonly mediaSequence: number;
  /** `null` when the tag is absent */
  readonly discontinuitySequence: number | null;
  readonly segments: readonly SegmentLines[];
  /** media segments before the first of `segments` that a delta update leaves out (EXT-X-SKIP) */
  readonly skipped: number;
  readonly ended: boolean;
}

/** Seconds taken for the target duration of a playlist that tells nothing about it. */
const usualTarget = 6;

/** Tags of the whole playlist that the parser is to see. */
const headerTags: ReadonlySet<string> = new Set(['#EXT-X-SERVER-CONTROL', '#EXT-X-PART-INF', '#EXT-X-VERSION']);

/** Tags that hold from where they stand; their order counts. */
const standingTags: ReadonlySet<string> = new Set(['#EXT-X-DISCONTINUITY', '#EXT-X-KEY', '#EXT-X-MAP']);

/**
 * Takes a media playlist apart (RFC 8216bis section 4.4). Understands byte order marks, any line ends, blank space around
 * lines, tags of the whole playlist at any place, segments without or with a senseless duration (they get the target
 * duration), and a missing target duration. Partial segments, comments and unknown tags are left out.
 * @param url of the playlist after redirects, for EXT-X-DEFINE:QUERYPARAM
 * @throws Failure `corrupt-media` for what is no media playlist
 */
export function splitPlaylist(text: string, url: string): PlaylistText {
  const lines = text.split(/[\r\n]+/u).map((line) => line.trim());
  checkForm(lines.find((line) => line !== '') ?? '', text);
  const header = new Map<string, string>();
  const defines: string[] = [];
  const segments: { standing: string[]; own: string[]; duration: number | null; uri: string }[] = [];
  let standing: string[] = [];
  let own: string[] = [];
  let duration: number | null = null;
  for (const line of lines) {
    if (line === '' || line === '\ufeff') continue;
    if (!line.startsWith('#')) {
      segments.push({ standing, own, duration, uri: line });
      [standing, own, duration] = [[], [], null];
      continue;
    }
    const [tag, value] = tagOf(line);
    if (standingTags.has(tag)) standing.push(value === null ? tag : `${tag}:${value}`);
    else if (tag === '#EXTINF') duration = seconds(value);
    else if (tag === '#EXT-X-BYTERANGE') own.push(`${tag}:${(value ?? '').replace(/@\s*$/u, '')}`);
    else if (tag === '#EXT-X-GAP') own.push(tag);
    else if (tag === '#EXT-X-PROGRAM-DATE-TIME') own.push(...dateLine(value));
    else if (tag === '#EXT-X-DEFINE') defines.push(`${tag}:${withQueryParameter(value ?? '', url)}`);
    else if (tag === '#EXT-X-STREAM-INF') throw noMedia('a multivariant playlist in its place');
    // The first one counts, as with every reader that stops looking once it has it.
    else if (!header.has(tag)) header.set(tag, value ?? '');
  }
  const longest = segments.reduce((most, segment) => Math.max(most, segment.duration ?? 0), 0);
  const declared = seconds(header.get('#EXT-X-TARGETDURATION') ?? null);
  const target = declared !== null && declared > 0 ? declared : longest > 0 ? Math.max(1, Math.round(longest)) : null;
  return {
    header: [
      ...defines,
      ...[...header].filter(([tag]) => headerTags.has(tag)).map(([tag, value]) => `${tag}:${value}`),
    ],
    targetDuration: target ?? usualTarget,
    mediaSequence: whole(header.get('#EXT-X-MEDIA-SEQUENCE')) ?? 0,
    discontinuitySequence: whole(header.get('#EXT-X-DISCONTINUITY-SEQUENCE')),
    // The parser takes what precedes EXT-X-MAP for the map's own, so that what belongs to the segment comes behind it.
    segments: segments.map(({ standing, own, duration, uri }) => [
      ...standing,
      ...own,
      `#EXTINF:${duration ?? target ?? usualTarget},`,
      uri,
    ]),
    skipped: whole(/(?:^|,)\s*SKIPPED-SEGMENTS=(\d+)/u.exec(header.get('#EXT-X-SKIP') ?? '')?.[1]) ?? 0,
    // Of a playlist of this type nothing may ever change (section 4.4.3.5), whether it says that it ends or not.
    ended: header.has('#EXT-X-ENDLIST') || /^vod$/iu.test(header.get('#EXT-X-PLAYLIST-TYPE') ?? ''),
  };
}

/** Comments before the tag that has to come first are passed over; so is its absence where other tags are plain enough. */
function checkForm(first: string, text: string): void {
  if (/^\ufeff?#/u.test(first) && /^\ufeff?[ \t]*#(?:EXTM3U|EXTINF:|EXT-X-)/mu.test(text)) return;
  if (first === '') throw noMedia('an empty answer');
  if (/^[\ufeff\s]*</u.test(text)) throw noMedia(/<MPD[\s>]/u.test(text) ? 'a DASH manifest' : 'a page (HTML) or XML');
  if (/^[\ufeff\s]*[{[]/u.test(text)) throw noMedia('JSON');
  throw noMedia(`${JSON.stringify(first.slice(0, 40))} in the first line`);
}

function noMedia(found: string): Failure {
  return new Failure('corrupt-media', { detail: `not an HLS media playlist: ${found}`, retryable: false });
}

/** Name and value of a tag; `null` for a tag that has none. */
function tagOf(line: string): [string, string | null] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, null] : [line.slice(0, colon).trimEnd(), line.slice(colon + 1).trim()];
}

/** Seconds at the beginning of a value, `null` when there is no number or one that a duration cannot be. */
function seconds(value: string | null): number | null {
  const number = Number.parseFloat(value ?? '');
  return Number.isFinite(number) && number >= 0 && number < 1e9 ? number : null;
}

function whole(value: string | undefined): number | null {
  const number = Number.parseInt(value ?? '', 10);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function dateLine(value: string | null): string[] {
  const at = readDate(value ?? '');
  return at === null ? [] : [`#EXT-X-PROGRAM-DATE-TIME:${new Date(at).toISOString()}`];
}

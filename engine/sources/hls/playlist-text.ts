import { Failure } from '../../../contract/errors.ts';
import { withQueryParameter } from './define.ts';
import { afterTag, nothingStanding, type Standing } from './standing.ts';

/** A media segment in a playlist's own words, with all that holds for it. */
export interface SegmentText {
  /** shared by the segments of a stretch */
  readonly standing: Standing;
  /** EXT-X-DISCONTINUITY tags before it */
  readonly breaks: number;
  /** EXT-X-PROGRAM-DATE-TIME as it is written, or `null` */
  readonly date: string | null;
  /** EXT-X-BYTERANGE with its offset worked out (`length@offset`), or `null` */
  readonly range: string | null;
  readonly gap: boolean;
  /** seconds */
  readonly duration: number;
  readonly uri: string;
}

/** A media playlist taken apart, and cleaned of what servers get wrong. */
export interface PlaylistText {
  /** tags about the whole playlist, without those that have a field here */
  readonly header: readonly string[];
  /** seconds, as declared or as the longest media segment tells */
  readonly targetDuration: number;
  readonly mediaSequence: number;
  /** `null` when the tag is absent */
  readonly discontinuitySequence: number | null;
  readonly segments: readonly SegmentText[];
  /** media segments before the first of `segments` that a delta update leaves out (EXT-X-SKIP) */
  readonly skipped: number;
  readonly ended: boolean;
}

/** Seconds taken for the target duration of a playlist that tells nothing about it. */
const usualTarget = 6;

/** Tags of the whole playlist that the parser is to see. */
const headerTags: ReadonlySet<string> = new Set(['#EXT-X-SERVER-CONTROL', '#EXT-X-PART-INF', '#EXT-X-VERSION']);

/**
 * Takes a media playlist apart (RFC 8216bis section 4.4). Understands byte order marks, any line ends, blank space around
 * lines, tags of the whole playlist at any place, segments without or with a senseless duration (they get the target
 * duration), and a missing target duration. Partial segments, comments and unknown tags are left out.
 * @param url of the playlist after redirects, for EXT-X-DEFINE:QUERYPARAM
 * @param before the segment before the first one that is written out, where a delta update leaves it out; else `null`
 * @throws Failure `corrupt-media` for what is no media playlist
 */
export function splitPlaylist(text: string, url: string, before: SegmentText | null): PlaylistText {
  checkForm(text);
  const header = new Map<string, string>();
  const defines: string[] = [];
  const segments: SegmentText[] = [];
  let standing = before?.standing ?? nothingStanding;
  let rangeEnd = before === null ? 0 : endOf(before.range);
  let own = nothing;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line === '\ufeff') continue;
    if (!line.startsWith('#')) {
      const range = own.range === null ? null : withOffset(own.range, rangeEnd);
      rangeEnd = range === null ? rangeEnd : endOf(range);
      // Without a duration it gets the target duration, which may be declared behind it.
      segments.push({ ...own, range, duration: own.duration ?? -1, standing, uri: line });
      own = nothing;
      continue;
    }
    const colon = line.indexOf(':');
    const tag = colon < 0 ? line : line.slice(0, colon).trimEnd();
    const value = colon < 0 ? '' : line.slice(colon + 1).trim();
    if (tag === '#EXTINF') own = { ...own, duration: seconds(value) };
    else if (tag === '#EXT-X-PROGRAM-DATE-TIME') own = { ...own, date: value };
    else if (tag === '#EXT-X-BYTERANGE') own = { ...own, range: value };
    else if (tag === '#EXT-X-DISCONTINUITY') own = { ...own, breaks: own.breaks + 1 };
    else if (tag === '#EXT-X-GAP') own = { ...own, gap: true };
    else if (tag === '#EXT-X-KEY' || tag === '#EXT-X-MAP') standing = afterTag(standing, `${tag}:${value}`);
    else if (tag === '#EXT-X-DEFINE') defines.push(`${tag}:${withQueryParameter(value, url)}`);
    else if (tag === '#EXT-X-STREAM-INF') throw noMedia('a multivariant playlist in its place');
    // The first one counts, as with every reader that stops looking once it has it.
    else if (!header.has(tag)) header.set(tag, value);
  }
  const longest = segments.reduce((most, segment) => Math.max(most, segment.duration), 0);
  const declared = seconds(header.get('#EXT-X-TARGETDURATION') ?? '') ?? 0;
  const target = declared > 0 ? declared : longest > 0 ? Math.max(1, Math.round(longest)) : usualTarget;
  return {
    header: [
      ...defines,
      ...[...header].filter(([tag]) => headerTags.has(tag)).map(([tag, value]) => `${tag}:${value}`),
    ],
    targetDuration: target,
    mediaSequence: whole(header.get('#EXT-X-MEDIA-SEQUENCE')) ?? 0,
    discontinuitySequence: whole(header.get('#EXT-X-DISCONTINUITY-SEQUENCE')),
    segments: segments.map((segment) => (segment.duration < 0 ? { ...segment, duration: target } : segment)),
    skipped: whole(/(?:^|,)\s*SKIPPED-SEGMENTS=(\d+)/u.exec(header.get('#EXT-X-SKIP') ?? '')?.[1]) ?? 0,
    // Of a playlist of this type nothing may ever change (section 4.4.3.5), whether it says that it ends or not.
    ended: header.has('#EXT-X-ENDLIST') || /^vod$/iu.test(header.get('#EXT-X-PLAYLIST-TYPE') ?? ''),
  };
}

/** What stands before the first tag of a segment. */
const nothing: Omit<SegmentText, 'standing' | 'uri' | 'duration'> & { readonly duration: number | null } = {
  breaks: 0,
  date: null,
  range: null,
  gap: false,
  duration: null,
};

/** Comments before the tag that has to come first are passed over; so is its absence where other tags are plain enough. */
function checkForm(text: string): void {
  if (/^[\ufeff\s]*#/u.test(text) && /^\ufeff?[ \t]*#(?:EXTM3U|EXTINF:|EXT-X-)/mu.test(text)) return;
  const [first = ''] = /[^\ufeff\s][^\r\n]*/u.exec(text) ?? [];
  if (first === '') throw noMedia('an empty answer');
  if (first.startsWith('<')) throw noMedia(/<MPD[\s>]/u.test(text) ? 'a DASH manifest' : 'a page (HTML) or XML');
  if (/^[{[]/u.test(first)) throw noMedia('JSON');
  throw noMedia(`${JSON.stringify(first.slice(0, 40))} in the first line`);
}

function noMedia(found: string): Failure {
  return new Failure('corrupt-media', { detail: `not an HLS media playlist: ${found}`, retryable: false });
}

/** Seconds at the beginning of a value, `null` when there is no number or one that a duration cannot be. */
function seconds(value: string): number | null {
  const number = Number.parseFloat(value);
  return Number.isFinite(number) && number >= 0 && number < 1e9 ? number : null;
}

function whole(value: string | undefined): number | null {
  const number = Number.parseInt(value ?? '', 10);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** A range without an offset goes on where the one before ends. */
function withOffset(range: string, offset: number): string {
  const length = /^(\d+)\s*@?$/u.exec(range)?.[1];
  return length === undefined ? range : `${length}@${offset}`;
}

function endOf(range: string | null): number {
  const [, length, offset] = /^(\d+)\s*@\s*(\d+)/u.exec(range ?? '') ?? [];
  return length === undefined ? 0 : Number(length) + Number(offset);
}

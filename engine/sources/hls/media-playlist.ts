import type { MediaPlaylist, PlaylistSegment } from '../../record/playlist.ts';
import { datesOf } from './dates.ts';
import { withSkipped } from './delta.ts';
import { continued } from './discontinuity.ts';
import { type Parsed, parseSegments } from './parse-segments.ts';
import { type PlaylistText, splitPlaylist } from './playlist-text.ts';
import { checkStanding } from './standing.ts';
import { unchangedIn, type Words } from './unchanged.ts';

/** Where a media playlist comes from. */
export interface PlaylistOrigin {
  /** absolute, after redirects */
  readonly url: string;
  /** what the multivariant playlist defines (EXT-X-DEFINE), for EXT-X-DEFINE:IMPORT */
  readonly variables: Readonly<Record<string, string>> | null;
  /** the same playlist as it was read before, or `null` */
  readonly before: MediaPlaylist | null;
  /** `false`: that its server holds reloads back is not to be believed; see `HoldBack` */
  readonly mayBlock?: boolean;
}

/** What playlists were read from: delta updates and further versions build on it. */
const allWords = new WeakMap<MediaPlaylist, Words>();

/**
 * Reads an HLS media playlist (RFC 8216, RFC 8216bis). Segments that a delta update leaves out are put in again, dates hold
 * for every segment before and behind a tag, and a segment keeps the discontinuity number it had in the playlist of before.
 * Partial segments do not count as segments.
 * @returns `null` for a delta update that does not fit to the playlist of before: the whole has to be asked for
 * @throws Failure `corrupt-media` (not a media playlist), `protected` (DRM), `unsupported` (an encryption without DRM that
 * Sluice does not know), `forbidden` (an address that is neither http nor https)
 */
export async function readMediaPlaylist(text: string, origin: PlaylistOrigin): Promise<MediaPlaylist | null> {
  const { url, variables } = origin;
  const before = (origin.before === null ? undefined : allWords.get(origin.before)) ?? null;
  const said = splitPlaylist(text, url, null);
  const whole = withSkipped(text, url, said, before?.text ?? null);
  if (whole === null) return null;
  for (const standing of new Set(whole.segments.map((segment) => segment.standing))) checkStanding(standing);
  const { details, segments, dates } = await read(whole, origin, before);
  const playlist: MediaPlaylist = {
    url,
    targetDuration: whole.targetDuration,
    segments,
    ended: whole.ended,
    control: {
      canBlockReload: details.canBlockReload && origin.mayBlock !== false,
      canSkipUntil: positive(details.canSkipUntil),
      partTarget: positive(details.partTarget),
    },
    reloadAfter: null,
    holdBack: positive(details.holdBack),
  };
  allWords.set(playlist, { playlist, text: whole, dates, variables });
  return playlist;
}

interface Read extends Parsed {
  /** see `Words.dates` */
  readonly dates: readonly (number | null)[];
}

/** Reads all segments, or only those that are not known from before. */
async function read(text: PlaylistText, origin: PlaylistOrigin, before: Words | null): Promise<Read> {
  const { url, variables } = origin;
  const known = before === null ? { from: 0, count: 0 } : unchangedIn(text, url, variables, before);
  const old = before?.playlist.segments.slice(known.from, known.from + known.count) ?? [];
  const oldDates = before?.dates.slice(known.from, known.from + known.count) ?? [];
  const [last, lastDate] = [old.at(-1), oldDates.at(-1) ?? null];
  const rest = text.segments.slice(known.count);
  // A first date tells those of all segments before it as well.
  if (last !== undefined && (lastDate !== null || rest.every((segment) => segment.date === null))) {
    const dates = datesOf(rest, lastDate === null ? null : lastDate + last.duration * 1000);
    const beginning = { mediaSequence: text.mediaSequence + known.count, discontinuity: last.discontinuity };
    const parsed = await parseSegments(text, rest, dates, beginning, url, variables);
    return { ...parsed, segments: [...old, ...parsed.segments], dates: [...oldDates, ...dates] };
  }
  const dates = datesOf(text.segments, before === null ? null : dateFrom(text, before));
  const beginning = { mediaSequence: text.mediaSequence, discontinuity: text.discontinuitySequence ?? 0 };
  const parsed = await parseSegments(text, text.segments, dates, beginning, url, variables);
  const counted = text.discontinuitySequence !== null;
  const segments: readonly PlaylistSegment[] = continued(parsed.segments, origin.before, counted);
  return { ...parsed, segments, dates };
}

/** The date of the first segment as it was known before, where nothing in the playlist tells any more. */
function dateFrom(text: PlaylistText, before: Words): number | null {
  const from = text.mediaSequence - before.text.mediaSequence;
  const [now, then] = [text.segments[0], before.text.segments[from]];
  if (now === undefined || then === undefined || text.segments.some((segment) => segment.date !== null)) return null;
  // Queries hold tokens, which change from answer to answer.
  return now.uri.split('?', 1)[0] === then.uri.split('?', 1)[0] ? (before.dates[from] ?? null) : null;
}

function positive(value: number): number | null {
  return Number.isFinite(value) && value > 0 ? value : null;
}

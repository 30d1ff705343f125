import type { PlaylistSegment } from '../playlist.ts';
import { type Known, nameOf } from './known.ts';

/** Which marks of a segment may be relied on. */
export interface Trust {
  readonly names: boolean;
  readonly dates: boolean;
}

export interface Agreement {
  /** `unknown`: no number is in both, or nothing tells */
  readonly verdict: 'same' | 'other' | 'unknown';
  /** what told */
  readonly by: 'dates' | 'names' | 'nothing';
  /** numbers that are in both */
  readonly overlap: number;
}

export interface AgreementOptions {
  readonly trust: Trust;
  /** names that differ tell nothing: the addresses were just renewed */
  readonly renewed?: boolean;
  /** dates count only when they are nearly equal */
  readonly strict?: boolean;
}

/** Enough to be sure; long playlists repeat thousands. */
const MOST_COMPARED = 32;

/**
 * Whether the segments of a playlist are those that are known under the same numbers. Dates tell best, then names; a name that
 * several segments share (a slate that is repeated, names that go in circles) proves nothing.
 * @param offset what is added to the playlist's numbers
 */
export function agreement(
  known: readonly Known[],
  segments: readonly PlaylistSegment[],
  offset: number,
  options: AgreementOptions,
): Agreement {
  const shared = repeatedNames(known);
  const votes = { same: 0, other: 0 };
  let dated = false;
  let overlap = 0;
  let at = known.length - 1;
  for (let i = segments.length - 1; i >= 0 && overlap < MOST_COMPARED; i -= 1) {
    const segment = segments[i];
    if (segment === undefined) break;
    const sequence = segment.sequence + offset;
    while (at >= 0 && (known[at]?.sequence ?? 0) > sequence) at -= 1;
    const old = known[at];
    if (old === undefined) break;
    if (old.sequence !== sequence) continue;
    overlap += 1;
    const byDate = options.trust.dates ? dateVote(old, segment, options.strict === true) : 'unknown';
    const vote = byDate === 'unknown' ? nameVote(old, segment, shared, options) : byDate;
    if (vote === 'unknown') continue;
    votes[vote] += 1;
    dated ||= byDate !== 'unknown';
  }
  if (votes.same + votes.other === 0) return { verdict: 'unknown', by: 'nothing', overlap };
  return { verdict: votes.same >= votes.other ? 'same' : 'other', by: dated ? 'dates' : 'names', overlap };
}

type Vote = 'same' | 'other' | 'unknown';

/** Servers work dates out anew for each answer, so they are never quite equal. */
function dateVote(old: Known, segment: PlaylistSegment, strict: boolean): Vote {
  if (old.dateTime === null || segment.dateTime === null) return 'unknown';
  const apart = Math.abs(old.dateTime - segment.dateTime) / 1000;
  const unit = Math.max(old.duration, segment.duration);
  if (apart <= unit / 2) return 'same';
  return strict || apart > unit * 1.5 ? 'other' : 'unknown';
}

function nameVote(
  old: Known,
  segment: PlaylistSegment,
  shared: ReadonlySet<string>,
  { trust, renewed }: AgreementOptions,
): Vote {
  if (!trust.names || old.name === '') return 'unknown';
  if (old.name !== nameOf(segment)) return renewed === true ? 'unknown' : 'other';
  return shared.has(old.name) ? 'unknown' : 'same';
}

/** The names that more than one known segment has. */
export function repeatedNames(known: readonly Known[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of known) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return repeated;
}

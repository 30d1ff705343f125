import type { PlaylistSegment } from '../playlist.ts';
import { agreement, type Trust } from './agreement.ts';
import type { Judgement } from './judge.ts';
import { knownOf, meanDuration, noShift } from './known.ts';
import { type Candidate, type Memory, MOST_KNOWN } from './memory.ts';

type Unclear = Extract<Judgement, { as: 'unclear' }>;

/** What came out of a playlist that fits nothing. */
export interface Weighed {
  /** what to remember of it; `null` when the doubt is over */
  readonly candidate: Candidate | null;
  /** it is believed now */
  readonly confirmed: boolean;
  /** a mark that turned out to change with every answer, so that it tells nothing */
  readonly distrust: keyof Trust | null;
}

/** Answers in a row with other names (or dates) for the same numbers until these marks tell nothing any more. */
const MOST_CHANGES = 3;
/** New segments in a row until something without proof is believed, and until something is that claims to be old. */
const ADVANCES = { weak: 2, old: 5 } as const;
/** A reload may be lost between two answers of a server that began anew. */
const MOST_SKIPPED = 10;
const MOST_KEPT = 2000;

/**
 * Weighs whether a playlist that contradicts what is known shows a server that began to count anew. A proof takes a second
 * answer that agrees with the first; without proof the playlist has to move on twice, which an old copy in a cache does not.
 * Meanwhile its segments are remembered, so that none is lost by waiting.
 */
export function weigh(memory: Memory, segments: readonly PlaylistSegment[], judged: Unclear, ended: boolean): Weighed {
  const strong = judged.evidence === 'strong';
  const before = memory.candidate;
  const unchanged = { names: 0, dates: 0 };
  const fresh: Candidate = { segments, strong, by: judged.by, reads: 1, advances: 0, changes: unchanged };
  if (before === null) return settle(fresh, judged, ended);
  const last = segments.at(-1)?.sequence ?? 0;
  const lastBefore = before.segments.at(-1)?.sequence ?? 0;
  const alike = before.strong === strong && before.by === judged.by;
  const { goesOn, verdict, by } = compare(before, segments, memory.trust, alike);
  if (goesOn) {
    const merged = {
      segments: merge(before.segments, segments),
      strong: strong || before.strong,
      by: judged.by,
      reads: before.reads + 1,
      advances: before.advances + (last > lastBefore ? 1 : 0),
      changes: unchanged,
    };
    return settle(merged, judged, ended);
  }
  if (!strong && before.strong) return { candidate: before, confirmed: false, distrust: null };
  if (verdict !== 'other' || by === 'nothing' || last + memory.shift.sequence < memory.last) {
    return settle(fresh, judged, ended);
  }
  const changes = { ...before.changes, [by]: before.changes[by] + 1 };
  if (changes[by] >= MOST_CHANGES) return { candidate: null, confirmed: false, distrust: by };
  return settle({ ...fresh, changes }, judged, ended);
}

/**
 * A playlist that goes on, and before it what was seen while that was doubted: else it would be lost by the doubt.
 * @param offset what is added to the playlist's numbers
 */
export function withDoubted(
  memory: Memory,
  segments: readonly PlaylistSegment[],
  offset: number,
): readonly PlaylistSegment[] {
  const { candidate, trust, last } = memory;
  const leapt = candidate !== null && (candidate.segments[0]?.sequence ?? 0) + offset > last;
  if (!leapt || candidate.by !== 'nothing' || !compare(candidate, segments, trust, true).goesOn) return segments;
  return merge(candidate.segments, segments).filter(({ sequence }) => sequence + offset > last);
}

/** @param alike both fit what is known equally badly */
function compare(before: Candidate, now: readonly PlaylistSegment[], trust: Trust, alike: boolean) {
  const known = before.segments.slice(-MOST_KNOWN).map((segment) => knownOf(segment, noShift));
  const { verdict, by, overlap } = agreement(known, now, 0, { trust, strict: true });
  const reaches = (now.at(-1)?.sequence ?? 0) >= (known.at(-1)?.sequence ?? 0);
  const follows = overlap > 0 ? reaches : mayFollow(before.segments, now, alike);
  return { goesOn: verdict === 'same' || (verdict === 'unknown' && follows), verdict, by };
}

/** Whether a playlist may be the next state of another with which it shares no segment. */
function mayFollow(before: readonly PlaylistSegment[], now: readonly PlaylistSegment[], alike: boolean): boolean {
  const last = before.at(-1);
  const first = now[0];
  if (last === undefined || first === undefined) return false;
  const count = first.sequence - last.sequence;
  if (count <= 0 || count > MOST_SKIPPED) return false;
  if (last.dateTime === null || first.dateTime === null) return alike;
  const mean = meanDuration(now);
  return Math.abs((first.dateTime - last.dateTime) / 1000 - count * mean) <= 0.75 * mean;
}

function settle(candidate: Candidate, judged: Unclear, ended: boolean): Weighed {
  const confirmed = believed(candidate, judged, ended);
  return { candidate, confirmed, distrust: null };
}

function believed({ strong, reads, advances }: Candidate, { evidence }: Unclear, ended: boolean): boolean {
  if (evidence === 'old') return advances >= ADVANCES.old;
  // A finished playlist says nothing more, however often it is read.
  if (strong) return reads >= 2 || ended;
  return advances >= ADVANCES.weak || (ended && reads >= 2);
}

function merge(before: readonly PlaylistSegment[], now: readonly PlaylistSegment[]): readonly PlaylistSegment[] {
  const first = now[0]?.sequence ?? 0;
  const last = now.at(-1)?.sequence ?? 0;
  const earlier = before.filter(({ sequence }) => sequence < first);
  const later = before.filter(({ sequence }) => sequence > last);
  return [...earlier, ...now, ...later].slice(-MOST_KEPT);
}

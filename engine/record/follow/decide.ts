import type { BreakCause, GapCause, RecordingOptions } from '../../../contract/recording.ts';
import type { Missing } from '../journal-entry.ts';
import type { MediaPlaylist, PlaylistSegment } from '../playlist.ts';
import { hole, joins, judge, mayJump } from './judge.ts';
import { knownOf, meanDuration, noShift, type Shift, totalDuration } from './known.ts';
import { type Memory, MOST_KNOWN, MOST_PAST } from './memory.ts';
import { discontinuityShift, isByClock, refreshed } from './renumber.ts';
import { startIndex } from './start.ts';
import { weigh, withDoubted } from './weigh.ts';

/** What is to be done about a track, in the order of the stream. */
export type Item =
  | {
      readonly type: 'take';
      readonly epoch: number;
      /** the recording's numbers */
      readonly sequence: number;
      readonly discontinuity: number;
      readonly segment: PlaylistSegment;
    }
  | { readonly type: 'missing'; readonly missing: Omit<Missing, 'track'> }
  | { readonly type: 'epoch'; readonly epoch: number; readonly cause: BreakCause; readonly detail: string | null };

/** What has to be known beside the playlist. */
export interface Reading {
  /** milliseconds since the epoch */
  readonly now: number;
  /** where to begin when nothing is known yet */
  readonly from: RecordingOptions['from'];
  /** the playlist's address was just resolved anew: its names and numbers may be others */
  readonly renewed: boolean;
  /** why segments that left the playlist meanwhile are missing */
  readonly cause: GapCause;
}

/** What a playlist means for a track. */
export interface Decision {
  /** `null` until there was a segment */
  readonly memory: Memory | null;
  /**
   * `advanced`: there is something new; `unchanged`; `stale`: an older state, of a cache; `unclear`: nothing that fits, to be
   * read again before it is believed
   */
  readonly what: 'advanced' | 'unchanged' | 'stale' | 'unclear';
  readonly items: readonly Item[];
  /** segments that were named again although they were decided on before, under other numbers or by a stale playlist */
  readonly duplicates: number;
  /** seconds a stale playlist is behind */
  readonly age: number;
  /** nothing will be added any more */
  readonly ended: boolean;
}

/** A server that began anew leaves no hole where its dates meet within this part of a segment. */
const NO_HOLE = 0.5;
/** Seconds a playlist that keeps moving may have leapt ahead without anything to explain it; else its numbers are others. */
const FREE_JUMP = 30;

/**
 * Decides what is to be taken from a playlist that was just read, and what is lost for good. Pure. Whatever the server does, a
 * segment is taken at most once, and what is taken and what is missing add up to all numbers of an epoch from the first on.
 */
export function decide(known: Memory | null, playlist: MediaPlaylist, reading: Reading): Decision {
  const { segments, ended } = playlist;
  const first = segments[0];
  if (first === undefined) {
    return { memory: known, what: 'unchanged', items: [], duplicates: 0, age: 0, ended };
  }
  if (known === null) return begin(playlist, reading);
  // An epoch of which nothing is known begins where its playlist does.
  const memory = known.recent.length > 0 ? known : { ...known, last: first.sequence + known.shift.sequence - 1 };
  const judged = judge(memory, segments, reading.renewed, reading.now);
  if (judged.as === 'goes-on') {
    const all = withDoubted(memory, segments, judged.sequence);
    return filled(goOn(memory, all, judged.sequence, reading, ended), reading.cause, all !== segments);
  }
  if (judged.as === 'stale') return stale(memory, playlist, judged.sequence);
  const { candidate, confirmed, distrust } = weigh(memory, segments, judged, ended);
  if (distrust !== null) {
    return decide({ ...memory, candidate: null, trust: { ...memory.trust, [distrust]: false } }, playlist, reading);
  }
  if (!confirmed || candidate === null) {
    return { memory: { ...memory, candidate }, what: 'unclear', items: [], duplicates: 0, age: 0, ended: false };
  }
  const decision =
    judged.evidence !== 'strong' && mayJump(memory, candidate.segments, reading.now, memory.window + FREE_JUMP)
      ? goOn(memory, candidate.segments, memory.shift.sequence, reading, ended)
      : anew(memory, candidate.segments, judged.by, reading, ended);
  return filled(decision, reading.cause, true);
}

function begin(playlist: MediaPlaylist, { now, from }: Reading): Decision {
  const index = startIndex(playlist, from);
  const { segments, ended } = playlist;
  const memory: Memory = {
    epoch: 0,
    last: (segments[index]?.sequence ?? 0) - 1,
    shift: noShift,
    recent: [],
    past: [],
    trust: { names: true, dates: true },
    window: totalDuration(segments),
    movedAt: now,
    candidate: null,
    stale: null,
  };
  return advance(memory, segments, noShift, [], 0, now, ended);
}

/** The stream as it is known: takes what is new, writes down what is lost. */
function goOn(
  memory: Memory,
  segments: readonly PlaylistSegment[],
  sequence: number,
  { now, cause, renewed }: Reading,
  ended: boolean,
): Decision {
  const shift = { sequence, discontinuity: discontinuityShift(memory, segments, sequence) };
  const lost: Item[] = [];
  const first = segments[0];
  const count = first === undefined ? 0 : first.sequence + sequence - memory.last - 1;
  if (first !== undefined && count > 0) {
    const apart = hole({ ...memory, shift }, segments);
    const duration = apart !== null && apart > 0 ? apart : count * meanDuration(segments);
    if (!joins({ ...memory, shift }, segments, apart)) {
      lost.push(missing(memory.epoch, memory.last + 1, count, duration, cause));
    }
  }
  const renumbered = sequence !== memory.shift.sequence;
  const again = renumbered ? segments.filter((segment) => segment.sequence + sequence <= memory.last).length : 0;
  // Names and dates as they are now, where the addresses were renewed, or a new period is in the place of what never was.
  const recent =
    renumbered || renewed || isByClock(segments) ? refreshed(memory.recent, segments, shift) : memory.recent;
  return advance({ ...memory, recent, window: totalDuration(segments) }, segments, shift, lost, again, now, ended);
}

/** Takes everything behind what is known. */
function advance(
  memory: Memory,
  segments: readonly PlaylistSegment[],
  shift: Shift,
  before: readonly Item[],
  duplicates: number,
  now: number,
  ended: boolean,
): Decision {
  let from = segments.length;
  while (from > 0 && (segments[from - 1]?.sequence ?? 0) + shift.sequence > memory.last) from -= 1;
  const added = segments.slice(from);
  if (added.length === 0) {
    // Old and new may be seen in turn. But what looked like a copy that is behind was one.
    const behind = memory.candidate?.strong === false && memory.candidate.by !== 'nothing';
    const candidate = behind ? null : memory.candidate;
    return { memory: { ...memory, shift, candidate }, what: 'unchanged', items: [], duplicates, age: 0, ended };
  }
  const known = added.map((segment) => knownOf(segment, shift));
  const next: Memory = {
    ...memory,
    shift,
    last: known.at(-1)?.sequence ?? memory.last,
    recent: [...memory.recent, ...known].slice(-MOST_KNOWN),
    movedAt: now,
    candidate: null,
    stale: null,
  };
  const items = [...before, ...added.map((segment) => itemOf(memory.epoch, segment, shift))];
  return { memory: next, what: 'advanced', items, duplicates, age: 0, ended };
}

function itemOf(epoch: number, segment: PlaylistSegment, shift: Shift): Item {
  const sequence = segment.sequence + shift.sequence;
  if (segment.gap) return missing(epoch, sequence, 1, segment.duration, 'marked');
  return { type: 'take', epoch, sequence, discontinuity: segment.discontinuity + shift.discontinuity, segment };
}

function missing(epoch: number, sequence: number, count: number, duration: number, cause: GapCause): Item {
  return { type: 'missing', missing: { epoch, sequence, count, duration, cause, detail: null } };
}

/**
 * Several playlists put together may have holes between them, where a reload was lost. A single one has none: where its numbers
 * leap it is the server's way of counting.
 */
function filled(decision: Decision, cause: GapCause, several: boolean): Decision {
  if (!several) return decision;
  let next: number | null = null;
  const items = decision.items.flatMap((item) => {
    if (item.type === 'epoch') {
      next = null;
      return [item];
    }
    const { epoch, sequence } = item.type === 'take' ? item : item.missing;
    const count: number = next === null ? 0 : sequence - next;
    const duration = item.type === 'take' ? item.segment.duration : item.missing.duration;
    const hole = count > 0 ? [missing(epoch, sequence - count, count, count * duration, cause)] : [];
    next = sequence + (item.type === 'take' ? 1 : item.missing.count);
    return [...hole, item];
  });
  return { ...decision, items };
}

/** The server counts anew. */
function anew(
  memory: Memory,
  segments: readonly PlaylistSegment[],
  by: 'dates' | 'names' | 'nothing',
  { now, cause }: Reading,
  ended: boolean,
): Decision {
  const apart = hole(memory, segments);
  const items: Item[] = [];
  if (apart !== null && apart > meanDuration(segments) * NO_HOLE) {
    items.push(missing(memory.epoch, memory.last + 1, 0, apart, cause));
  }
  const epoch = memory.epoch + 1;
  const first = segments[0]?.sequence ?? 0;
  const how = by === 'nothing' ? '' : `, other ${by}`;
  items.push({ type: 'epoch', epoch, cause: 'reset', detail: `from ${memory.last} to ${first}${how}` });
  const past = memory.recent.map((known) => ({ ...known, sequence: known.sequence - memory.shift.sequence }));
  const older = [past, ...memory.past].slice(0, MOST_PAST);
  const next = { ...memory, epoch, last: first - 1, recent: [], past: older, window: totalDuration(segments) };
  return advance(next, segments, noShift, items, 0, now, ended);
}

function stale(memory: Memory, { segments, ended }: MediaPlaylist, sequence: number): Decision {
  const first = segments[0]?.sequence ?? 0;
  const last = segments.at(-1)?.sequence ?? 0;
  const mark = `${first}:${last}`;
  return {
    memory: { ...memory, stale: mark },
    what: 'stale',
    items: [],
    duplicates: memory.stale === mark ? 0 : segments.length,
    age: (memory.last - last - sequence) * meanDuration(segments),
    ended,
  };
}

import type { FragmentPlan } from '../fragment.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { secondsOf, ticksFrom } from '../ledger/line.ts';
import { extentOf, type Placed } from '../ledger/placed.ts';
import type { Span } from '../ledger/spans.ts';
import { lengthOf } from '../ledger/spans.ts';
import type { StreamSummary } from '../stored.ts';
import { type CutRules, endsFragment } from './cutter.ts';
import { mainPieces } from './main-pieces.ts';
import { sideTrack } from './side-pieces.ts';

/**
 * What a closed fragment is made of. To be asked for when `isReady` says so: before, something of it may not be stored.
 * @param part a fragment that is closed and not published
 * @returns `undefined` when there is no such fragment
 */
export function planFragment(ledger: Ledger, part: number, rules: CutRules): FragmentPlan | undefined {
  const span = ledger.span(part);
  if (span === undefined) return undefined;
  const { start, end, tooLong } = span;
  const at = secondsOf(start.mark);
  const { line } = end.mark;
  const sides = [...ledger.sides].map(([track, { segments }]) => sideTrack(track, segments, span, ledger));
  return {
    part,
    at,
    length: lengthOf(start.mark, end.mark),
    date: dateOf(span, ledger),
    single: ledger.isSingle,
    tooLong,
    tracks: [
      { track: start.placed.segment.track, pieces: mainPieces(span, ledger.main, rules) },
      ...sides.filter(({ pieces }) => pieces.length > 0),
    ],
    fromCut: start.fromCut,
    to: end.behind ? null : { ticks: end.mark.ticks + ticksFrom(start.mark, line), timescale: line.timescale },
  };
}

/** When to stop waiting for the rest of a fragment. */
export interface Readiness {
  /** nothing will be stored any more, of any track */
  readonly ended: boolean;
  /** how far the main track goes on beyond the fragment before a track that lags is no longer waited for, seconds */
  readonly patience: number;
  /**
   * tracks besides the main one that are taken, of which nothing need have come yet, and the patience with each where it is
   * another one; 0: it is not waited for
   */
  readonly awaited?: ReadonlyMap<string, number>;
}

/** Whether all that belongs to a closed fragment is stored or given up, so that it can be made. */
export function isReady(
  ledger: Ledger,
  part: number,
  rules: CutRules,
  { ended, patience, awaited = new Map() }: Readiness,
): boolean {
  const span = ledger.span(part);
  if (span === undefined) return false;
  const end = secondsOf(span.end.mark);
  const lag = ledger.mainEnd - end;
  if (ended || lag > patience) return true;
  if (!isSoundThere(span, ledger, rules)) return false;
  const tracks = new Set([...awaited.keys(), ...ledger.sides.keys()]);
  return [...tracks].every(
    (track) => (ledger.sides.get(track)?.reach ?? 0) >= end || lag >= (awaited.get(track) ?? patience),
  );
}

/** Whether the sound in the main track has got to the end of a fragment, where it is stored later than the pictures. */
function isSoundThere({ end }: Span, { main }: Ledger, rules: CutRules): boolean {
  if (end.behind || end.placed.reference.kind === 'audio') return true;
  const close = secondsOf(end.mark);
  const rest = main.slice(main.indexOf(end.placed));
  // Behind a break, nothing that belongs here will come any more.
  if (rest.some(({ join }, index) => index > 0 && endsFragment(join, rules))) return true;
  const ends = soundOf(end.placed).map((_, number) => rest.map((placed) => soundEnd(placed, number)));
  return ends.every((each) => each.some((one) => one >= close));
}

function soundOf({ segment }: Placed): StreamSummary[] {
  return segment.media.streams.filter(({ kind, units }) => kind === 'audio' && units > 0);
}

/** Where the stream of sound with this number ends in a segment, seconds. */
function soundEnd(placed: Placed, number: number): number {
  const stream = soundOf(placed)[number];
  return stream === undefined ? Number.NEGATIVE_INFINITY : extentOf(placed, stream).end;
}

/** The date of the first picture: the stream's, else see `timeAt`. */
function dateOf({ start: { placed, mark } }: Span, ledger: Ledger): number {
  const { dateTime } = placed.segment;
  if (dateTime === null) return ledger.timeAt(secondsOf(mark), placed.storedAt);
  const into = (mark.ticks - placed.lift - placed.reference.first) / placed.reference.timescale;
  return Math.round(dateTime + into * 1000);
}

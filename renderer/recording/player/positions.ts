import type { FragmentEntry, GapEntry } from '../../../contract/recording.ts';

/**
 * Where a moment of the recording lies in what is stored, which has no room for gaps.
 *
 * @param at seconds from the beginning of the recording, gaps included
 * @param gaps of the track that is played, in their order
 */
export function storedAt(at: number, gaps: readonly GapEntry[]): number {
  return gaps.reduce((stored, gap) => stored - Math.max(0, Math.min(gap.length, at - gap.at)), at);
}

/** The moment of the recording at a place of what is stored; behind the gap where one lies there. */
export function momentAt(stored: number, gaps: readonly GapEntry[]): number {
  let moment = stored;
  for (const gap of gaps) {
    if (gap.at > moment) break;
    moment += gap.length;
  }
  return moment;
}

/** The gaps of the track that is watched: those of side tracks do not stop the picture. */
export function watchedGaps(gaps: readonly GapEntry[], main: string | undefined): readonly GapEntry[] {
  return gaps.filter(({ track }) => track === (main ?? 'main')).toSorted((a, b) => a.at - b.at);
}

/** The finished fragment that holds a moment, or the next one after it; `null` when there is none. */
export function fragmentAt(fragments: readonly FragmentEntry[], at: number): FragmentEntry | null {
  return fragments.find((one) => one.state === 'published' && at < one.at + one.length - 0.01) ?? null;
}

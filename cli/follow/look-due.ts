import type { LiveFigures } from '../../contract/recording.ts';

/** When and what of a ledger was looked at. Milliseconds. */
export interface Looked {
  readonly at: number;
  readonly fragments: number;
  readonly gaps: number;
}

/** Milliseconds between two looks. */
const between = 1_000;
/** Milliseconds by which the ledger that can be read lags behind the figures, with some room. */
const lag = 2_000;

/**
 * Whether the ledger is worth a look: the figures speak of a fragment or gap that it did not show, or something changed so
 * lately that it may not have shown it.
 * @param changedAt when the revision was last seen to change
 */
export function isLookDue(
  last: Looked | undefined,
  { fragments, gaps }: Pick<LiveFigures, 'fragments' | 'gaps'>,
  changedAt: number,
  now: number,
): boolean {
  if (last === undefined) return fragments + gaps > 0;
  if (now - last.at < between) return false;
  return last.fragments < fragments || last.gaps < gaps || last.at < changedAt + lag;
}

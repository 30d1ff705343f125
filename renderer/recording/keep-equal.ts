import type { FragmentEntry, Timeline } from '../../contract/recording.ts';

/**
 * A timeline that was read anew, with the objects of before for what has not changed, so that rows of the tables that say
 * the same are not built again.
 */
export function keepEqual(before: Timeline | null, now: Timeline): Timeline {
  if (!before) return now;
  return {
    ...now,
    fragments: keepEntries(before.fragments, now.fragments, sameFragment),
    gaps: keepEntries(before.gaps, now.gaps, (a, b) => JSON.stringify(a) === JSON.stringify(b)),
    breaks: keepEntries(before.breaks, now.breaks, (a, b) => JSON.stringify(a) === JSON.stringify(b)),
  };
}

function keepEntries<T>(before: T[], now: T[], same: (a: T, b: T) => boolean): T[] {
  const kept = now.map((entry, index) => {
    const old = before[index];
    return old !== undefined && same(old, entry) ? old : entry;
  });
  return kept.length === before.length && kept.every((entry, index) => entry === before[index]) ? before : kept;
}

function sameFragment(a: FragmentEntry, b: FragmentEntry): boolean {
  return (
    a.part === b.part &&
    a.at === b.at &&
    a.length === b.length &&
    a.state === b.state &&
    a.path === b.path &&
    a.size === b.size
  );
}

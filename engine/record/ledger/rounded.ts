import type { Timeline } from '../../../contract/recording.ts';

/** Millionths of a second: finer than any timestamp, coarser than the errors of floating point. */
export function rounded(seconds: number): number {
  return Math.max(0, Math.round(seconds * 1e6) / 1e6);
}

/** The times of a timeline as they are told; what lies behind its end is left out. */
export function roundedTimeline(timeline: Timeline): Timeline {
  const { length, recorded, fragments, gaps, breaks, leading, ...rest } = timeline;
  const inside = <Entry extends { readonly at: number }>(entries: readonly Entry[]): Entry[] =>
    entries.filter(({ at }) => at <= length).map((entry) => ({ ...entry, at: rounded(entry.at) }));
  const stretches = <Entry extends { readonly at: number; readonly length: number }>(
    entries: readonly Entry[],
  ): Entry[] => inside(entries).map((entry) => ({ ...entry, length: rounded(entry.length) }));
  return {
    ...rest,
    length: rounded(length),
    recorded: rounded(recorded),
    fragments: stretches(fragments),
    gaps: stretches(gaps),
    breaks: inside(breaks),
    ...(leading === undefined || leading.length === 0 ? {} : { leading: stretches(leading) }),
  };
}

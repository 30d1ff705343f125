import type { BreakEntry, FragmentEntry, GapEntry, Timeline } from '../../../contract/recording.ts';

/** One thing on the timeline. */
export type Place =
  | { readonly kind: 'fragment'; readonly at: number; readonly fragment: FragmentEntry }
  | { readonly kind: 'gap'; readonly at: number; readonly gap: GapEntry }
  | { readonly kind: 'break'; readonly at: number; readonly entry: BreakEntry };

const rank = { gap: 0, break: 1, fragment: 2 } as const;

/** Everything on a timeline in its order. */
export function placesOf({
  fragments,
  gaps,
  breaks,
}: Pick<Timeline, 'fragments' | 'gaps' | 'breaks'>): readonly Place[] {
  return [
    ...fragments.map((fragment): Place => ({ kind: 'fragment', at: fragment.at, fragment })),
    ...gaps.map((gap): Place => ({ kind: 'gap', at: gap.at, gap })),
    ...breaks.map((entry): Place => ({ kind: 'break', at: entry.at, entry })),
  ].sort((a, b) => a.at - b.at || rank[a.kind] - rank[b.kind]);
}

/**
 * What is to be told of a moment, the most telling first: a gap, a break, else the fragment there.
 *
 * @param at seconds
 * @param reach seconds around it in which a gap or a break still counts as hit
 */
export function placeAt(places: readonly Place[], at: number, reach: number): Place | null {
  let found: Place | null = null;
  for (const place of places) {
    if (place.at > at + reach) break;
    if (place.kind === 'gap' && at < place.at + place.gap.length + reach) return place;
    if (place.kind === 'break' && Math.abs(at - place.at) <= reach) found = place;
    if (place.kind === 'fragment' && place.at <= at && at < place.at + place.fragment.length) {
      found = found?.kind === 'break' ? found : place;
    }
  }
  return found;
}

/** What begins at a moment; where nothing does, what lies there. */
export function placesFrom(places: readonly Place[], at: number): readonly Place[] {
  const beginning = places.filter((place) => place.at === at);
  const there = beginning.length > 0 ? null : placeAt(places, at, 0);
  return there ? [there] : beginning;
}

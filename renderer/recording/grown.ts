import type { LiveFigures, Timeline } from '../../contract/recording.ts';

/**
 * A timeline as long as the newest figures say: between two readings of the ledger the recording grows, and its open fragment
 * with it.
 */
export function grown(timeline: Timeline, live: LiveFigures | null): Timeline {
  if (!live || live.length <= timeline.length) return timeline;
  const { length } = live;
  const fragments = timeline.fragments.map((fragment) =>
    fragment.state === 'open' ? { ...fragment, length: Math.max(fragment.length, length - fragment.at) } : fragment,
  );
  return { ...timeline, length, fragments };
}

import type { ListEntry } from '../../contract/video.ts';

/** The entries of a list in its order, each video once: where a list holds it more often, its first place counts. */
export function onceEach(entries: readonly ListEntry[]): ListEntry[] {
  const seen = new Set<string>();
  return entries.filter(({ url }) => !seen.has(url) && seen.add(url));
}

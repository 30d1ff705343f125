import { contentOf } from '../stream/variant.ts';
import type { HlsRendition, HlsVariant, Multivariant } from './multivariant.ts';

/**
 * The rendition of the sound that belongs to a variant and has a playlist of its own: the default one, else one that may be
 * selected without being asked for, else the first. `null` when the sound is in the variant's own segments.
 */
export function audioOf(multivariant: Multivariant, variant: HlsVariant): HlsRendition | null {
  if (contentOf(variant) === 'audio') return null;
  const group = multivariant.audio.filter((rendition) => rendition.group === variant.audioGroup);
  const chosen =
    group.find((rendition) => rendition.default) ??
    group.find((rendition) => rendition.autoselect && !rendition.described) ??
    group.find((rendition) => !rendition.described) ??
    group[0];
  return chosen === undefined || chosen.url === null || chosen.url === variant.url ? null : chosen;
}

/** All renditions of subtitles of a variant that have a playlist of their own, each once. */
export function subtitlesOf(multivariant: Multivariant, variant: HlsVariant): readonly HlsRendition[] {
  const seen = new Set<string>();
  return multivariant.subtitles.filter((rendition) => {
    if (rendition.group !== variant.subtitlesGroup || rendition.url === null || seen.has(rendition.url)) return false;
    seen.add(rendition.url);
    return true;
  });
}

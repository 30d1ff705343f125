import type { SubtitleOffer } from '../../contract/video.ts';
import type { VideoWishes } from './wishes.ts';

/**
 * Of the languages that are wanted, those in which a video has no subtitles; `en` is had by `en-GB` too. `all` is among them where
 * nobody has written any.
 */
export function missingLanguages(wanted: VideoWishes['subtitles'], offers: readonly SubtitleOffer[]): string[] {
  const usable = offers.filter(({ automatic }) => !automatic || wanted?.automatic === true);
  return (wanted?.languages ?? []).filter((language) => {
    const tag = language.toLowerCase();
    if (tag === 'all') return offers.every(({ automatic }) => automatic);
    return !usable.some(
      (one) => one.language.toLowerCase() === tag || one.language.toLowerCase().startsWith(`${tag}-`),
    );
  });
}

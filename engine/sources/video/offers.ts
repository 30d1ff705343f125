import type { PresetOffer, VideoFormat } from '../../../contract/video.ts';

/** What the presets come to, those that there is something for. */
export function offersOf(_formats: readonly VideoFormat[]): PresetOffer[] {
  return [];
}

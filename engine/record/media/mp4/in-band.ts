import { nalUnits } from '../nal-units.ts';
import { unescaped } from '../ts/bits.ts';
import { h264Format } from '../ts/h264-format.ts';
import { hevcFormat } from '../ts/hevc-format.ts';
import type { PictureFormat } from '../ts/picture.ts';
import type { SampleEntry } from './sample-entry.ts';

/** How sequence parameter sets are found: their type, in a header of so many bytes. */
const sets = {
  h264: { type: 7, header: 1, typeOf: (first: number) => first & 31, read: h264Format },
  hevc: { type: 33, header: 2, typeOf: (first: number) => (first >> 1) & 63, read: hevcFormat },
} as const;

/** What the first sequence parameter set in a picture says; `undefined` where there is none. */
export function inBandFormat({ codec, nalLength }: SampleEntry, picture: Uint8Array): PictureFormat | undefined {
  if (codec !== 'h264' && codec !== 'hevc') return undefined;
  const { type, header, typeOf, read } = sets[codec];
  for (const { at, end } of nalUnits(picture, nalLength)) {
    if (typeOf(picture[at] ?? 0) === type) return read(unescaped(picture.subarray(at + header, end)));
  }
  return undefined;
}

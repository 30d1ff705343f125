import { Bits } from './bits.ts';
import type { PictureFormat } from './picture.ts';

/** Bits of a profile in profile_tier_level: space, tier, number, compatibility, constraints. */
const PROFILE_BITS = 88;

/**
 * Reads a sequence parameter set of HEVC (ITU-T H.265 section 7.3.2.2.1) up to the depth of colours.
 * @param bytes without the header of the NAL unit and without emulation prevention
 * @returns `undefined` when it is damaged
 */
export function hevcFormat(bytes: Uint8Array): PictureFormat | undefined {
  const bits = new Bits(bytes);
  bits.skip(4);
  const layers = bits.read(3);
  bits.skip(1);
  const tier = bits.read(3) & 1;
  const profile = bits.read(5);
  bits.skip(PROFILE_BITS - 8);
  const level = bits.read(8);
  skipLayers(bits, layers);
  bits.number();
  const chroma = bits.number();
  if (chroma === 3) bits.skip(1);
  const codedWidth = bits.number();
  const codedHeight = bits.number();
  const crop = bits.bit() === 1 ? [bits.number(), bits.number(), bits.number(), bits.number()] : [];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const width = codedWidth - (left + right) * (chroma === 1 || chroma === 2 ? 2 : 1);
  const height = codedHeight - (top + bottom) * (chroma === 1 ? 2 : 1);
  const depth = bits.number() + 8;
  if (bits.isOver || width <= 0 || height <= 0) return undefined;
  const format = `hevc ${profile}.${tier === 1 ? 'H' : 'L'}${level} ${width}x${height} ${chroma}:${depth}`;
  return { format, width, height };
}

/** The temporal layers of profile_tier_level (section 7.3.3). */
function skipLayers(bits: Bits, layers: number): void {
  const present: number[] = [];
  for (let layer = 0; layer < layers; layer += 1) present.push(bits.read(2));
  if (layers > 0) bits.skip(2 * (8 - layers));
  for (const flags of present) bits.skip(((flags >> 1) & 1) * PROFILE_BITS + (flags & 1) * 8);
}

import { Bits } from './bits.ts';
import type { PictureFormat } from './picture.ts';

/** Profiles whose parameter sets tell the sampling of colour. */
const HIGH: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/**
 * Reads a sequence parameter set of H.264 (ITU-T H.264 section 7.3.2.1.1) up to the size of the picture.
 * @param bytes without the header of the NAL unit and without emulation prevention
 * @returns `undefined` when it is damaged
 */
export function h264Format(bytes: Uint8Array): PictureFormat | undefined {
  const bits = new Bits(bytes);
  const profile = bits.read(8);
  const constraints = bits.read(8);
  const level = bits.read(8);
  bits.number();
  const { chroma, depth } = HIGH.has(profile) ? readSampling(bits) : { chroma: 1, depth: 8 };
  bits.number();
  skipOrder(bits);
  bits.number();
  bits.skip(1);
  const columns = bits.number() + 1;
  const rows = bits.number() + 1;
  const isProgressive = bits.bit();
  if (isProgressive === 0) bits.skip(1);
  bits.skip(1);
  const crop = bits.bit() === 1 ? [bits.number(), bits.number(), bits.number(), bits.number()] : [];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (2 - isProgressive);
  const width = columns * 16 - (left + right) * unitX;
  const height = rows * 16 * (2 - isProgressive) - (top + bottom) * unitY;
  if (bits.isOver || width <= 0 || height <= 0) return undefined;
  const code = [profile, constraints, level].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const scan = isProgressive === 1 ? 'p' : 'i';
  return { format: `h264 ${code} ${width}x${height}${scan} ${chroma}:${depth}`, width, height };
}

function readSampling(bits: Bits): { chroma: number; depth: number } {
  const chroma = bits.number();
  if (chroma === 3) bits.skip(1);
  const depth = bits.number() + 8;
  bits.number();
  bits.skip(1);
  if (bits.bit() === 1) {
    const lists = chroma === 3 ? 12 : 8;
    for (let list = 0; list < lists; list += 1) if (bits.bit() === 1) skipScaling(bits, list < 6 ? 16 : 64);
  }
  return { chroma, depth };
}

/** Section 7.3.2.1.1.1. */
function skipScaling(bits: Bits, size: number): void {
  let last = 8;
  let next = 8;
  for (let at = 0; at < size; at += 1) {
    if (next !== 0) next = (last + bits.signed() + 256) % 256;
    if (next !== 0) last = next;
  }
}

/** The picture order count, of which only the length matters here. */
function skipOrder(bits: Bits): void {
  const type = bits.number();
  if (type === 0) bits.number();
  if (type !== 1) return;
  bits.skip(1);
  bits.signed();
  bits.signed();
  const cycle = Math.min(255, bits.number());
  for (let at = 0; at < cycle; at += 1) bits.signed();
}

import { Bits, unescaped } from './bits.ts';
import { h264Format } from './h264-format.ts';
import type { PictureHead, ReadHead } from './picture.ts';
import { afterStartCode } from './start-codes.ts';

const SLICE = 1;
const PARTITION = 2;
const IDR = 5;
const SEI = 6;
const SPS = 7;
const DELIMITER = 9;
const RECOVERY_POINT = 6;
/** Bytes of a slice in which its first two numbers surely lie. */
const SLICE_HEAD = 12;

/**
 * H.264 (ITU-T H.264 section 7.3.1). A key is an IDR picture, or an I picture that the encoder marks as a place to enter: by
 * a recovery point (section D.2.8) or by a parameter set in the same access unit, as encoders with open groups do.
 */
export const h264Head: ReadHead = (bytes, end, onFormat) => {
  let marked = false;
  let begins = false;
  for (let at = afterStartCode(bytes, 0, end); at >= 0; ) {
    const next = afterStartCode(bytes, at, end);
    const type = (bytes[at] ?? 0) & 0x1f;
    if (type === IDR) return { key: 'yes', begins: true };
    if (type === SLICE || type === PARTITION) {
      if (next < 0 && at + SLICE_HEAD > end) return undefined;
      return sliceHead(bytes.subarray(at + 1, Math.min(end, at + SLICE_HEAD)), marked, begins);
    }
    // The rest needs its end, which is where the next one begins.
    if (next < 0) return undefined;
    const from = at + 1;
    const to = next - 3;
    if (type === SPS) {
      marked = true;
      onFormat(() => h264Format(unescaped(bytes.subarray(from, to))));
    } else if (type === SEI) marked ||= hasRecoveryPoint(unescaped(bytes.subarray(from, to)));
    begins ||= type === SPS || type === SEI || type === DELIMITER;
    at = next;
  }
  return undefined;
};

function sliceHead(slice: Uint8Array, marked: boolean, begins: boolean): PictureHead {
  const bits = new Bits(unescaped(slice));
  const firstMacroblock = bits.number();
  const type = bits.number() % 5;
  const isIntra = type === 2 || type === 4;
  const key = !isIntra ? 'no' : marked ? 'yes' : 'if-flagged';
  return { key, begins: begins || firstMacroblock === 0 };
}

/** Whether one of the messages of an SEI unit (section 7.3.2.3) is a recovery point. */
function hasRecoveryPoint(bytes: Uint8Array): boolean {
  let at = 0;
  while (at + 2 < bytes.length) {
    const [type, afterType] = readNumber(bytes, at);
    const [size, afterSize] = readNumber(bytes, afterType);
    if (type === RECOVERY_POINT) return true;
    at = afterSize + size;
  }
  return false;
}

function readNumber(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  let at = from;
  for (; bytes[at] === 0xff; at += 1) value += 0xff;
  return [value + (bytes[at] ?? 0), at + 1];
}

import { latin1, u8, u24, u32 } from '../big-endian.ts';
import { corrupt } from '../corrupt.ts';

/** A tag of an FLV file (Adobe's Video File Format Specification version 10.1, annex E). */
export interface FlvTag {
  readonly kind: 'audio' | 'video' | 'other';
  /** milliseconds, 32 bits */
  readonly timestamp: number;
  readonly start: number;
  readonly body: Uint8Array;
  /** behind the size of the tag that follows it */
  readonly end: number;
}

/** Bytes of a tag before its body, and behind it. */
export const tagHead = 11;
const tagTail = 4;

const kinds: Readonly<Record<number, FlvTag['kind']>> = { 8: 'audio', 9: 'video', 18: 'other' };

/** Where the first tag is: behind the header of the file and the empty tag size, when the data begin with them. */
export function firstTag(data: Uint8Array): number {
  return data.length >= 9 && latin1(data, 0, 3) === 'FLV' ? u32(data, 5) + tagTail : 0;
}

/** Bytes of the tag at `at` with head and tail, or `null` when it is not one. @throws when its head is not there as a whole */
export function tagSize(data: Uint8Array, at: number): number | null {
  // Only the lower five bits are the type; the sixth says that the body is encrypted.
  const known = kinds[u8(data, at)] !== undefined && u24(data, at + 8) === 0;
  return known ? tagHead + u24(data, at + 1) + tagTail : null;
}

/**
 * The tags that follow one another from `at` on.
 * @throws Failure `corrupt-media` where there is something else, or the last one is cut off
 */
export function* tagsIn(data: Uint8Array, from: number): Generator<FlvTag> {
  let start = from;
  while (start < data.length) {
    const size = tagSize(data, start);
    if (size === null) throw corrupt(`no FLV tag at ${start}`);
    if (start + size > data.length) throw corrupt('the last FLV tag is cut off');
    const timestamp = ((u8(data, start + 7) << 24) | u24(data, start + 4)) >>> 0;
    const end = start + size;
    yield {
      kind: kinds[u8(data, start)] ?? 'other',
      timestamp,
      start,
      body: data.subarray(start + tagHead, end - tagTail),
      end,
    };
    start = end;
  }
}

import { latin1, u8, u32, u64 } from '../big-endian.ts';

/** An ID3v2 tag in a segment. */
export interface Id3Tag {
  /** where it ends */
  readonly end: number;
  /** the presentation time of the first sample behind it, 33 bits at 90 kHz (RFC 8216 section 3.4), or `null` */
  readonly timestamp: number | null;
}

const headBytes = 10;
const owner = 'com.apple.streaming.transportStreamTimestamp\0';

/**
 * The ID3v2 tag that begins at `at` (id3.org, versions 2.3 and 2.4), or `undefined`. Its end may lie behind the data.
 * @throws never for tags whose frames are damaged: those are passed over
 */
export function id3At(data: Uint8Array, at: number): Id3Tag | undefined {
  if (at + headBytes > data.length || latin1(data, at, 3) !== 'ID3') return undefined;
  const size = synchsafe(data, at + 6);
  if (size === undefined) return undefined;
  const footer = u8(data, at + 5) & 0x10 ? headBytes : 0;
  const end = at + headBytes + size + footer;
  return { end, timestamp: timestampIn(data.subarray(at + headBytes, at + headBytes + size), u8(data, at + 3)) };
}

/** @param version the major one: 3 counts sizes of frames in 8 bits a byte, 4 in 7 */
function timestampIn(frames: Uint8Array, version: number): number | null {
  let at = 0;
  while (at + headBytes <= frames.length) {
    const size = version >= 4 ? synchsafe(frames, at + 4) : u32(frames, at + 4);
    if (size === undefined || size === 0 || at + headBytes + size > frames.length) return null;
    const start = at + headBytes;
    const named = latin1(frames, at, 4) === 'PRIV' && size >= owner.length + 8;
    if (named && latin1(frames, start, owner.length) === owner) {
      return Number(u64(frames, start + owner.length) & 0x1_ffff_ffffn);
    }
    at = start + size;
  }
  return null;
}

/** Four bytes of seven bits each; `undefined` where one has its highest bit set. */
function synchsafe(data: Uint8Array, at: number): number | undefined {
  const value = u32(data, at);
  if (value & 0x80808080) return undefined;
  return ((value >>> 3) & 0xfe00000) | ((value >>> 2) & 0x1fc000) | ((value >>> 1) & 0x3f80) | (value & 0x7f);
}

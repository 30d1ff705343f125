import { u8 } from '../big-endian.ts';
import { corrupt } from '../corrupt.ts';

/** What an `esds` box tells of its decoder (ISO/IEC 14496-1 section 7.2.6.6). */
export interface DecoderConfig {
  /** objectTypeIndication */
  readonly objectType: number;
  /** the decoder's own configuration, for AAC an AudioSpecificConfig; empty where there is none */
  readonly specific: Uint8Array;
}

/**
 * Reads the body of an `esds` box. Rates and buffer sizes in it are left aside: they may differ although the media do not.
 * @throws Failure `corrupt-media`
 */
export function readDecoderConfig(esds: Uint8Array): DecoderConfig {
  const stream = descriptorIn(esds.subarray(4), 0x03);
  const flags = u8(stream, 2);
  const url = flags & 0x40 ? 1 + u8(stream, flags & 0x80 ? 5 : 3) : 0;
  const skipped = 3 + (flags & 0x80 ? 2 : 0) + url + (flags & 0x20 ? 2 : 0);
  const decoder = descriptorIn(stream.subarray(skipped), 0x04);
  const rest = decoder.subarray(13);
  const specific = rest.length > 0 && rest[0] === 0x05 ? descriptorIn(rest, 0x05) : new Uint8Array(0);
  return { objectType: u8(decoder, 0), specific };
}

/** The body of the descriptor at the beginning of `data`, whose tag has to be `tag`. Its length takes one to four bytes. */
function descriptorIn(data: Uint8Array, tag: number): Uint8Array {
  if (u8(data, 0) !== tag) throw corrupt(`an esds box holds descriptor ${u8(data, 0)} in place of ${tag}`);
  let length = 0;
  for (let at = 1; at <= 4; at++) {
    const byte = u8(data, at);
    length = (length << 7) | (byte & 0x7f);
    if ((byte & 0x80) === 0) return data.subarray(at + 1, at + 1 + length);
  }
  throw corrupt('the length of a descriptor has more than four bytes');
}

import { unescaped } from './bits.ts';
import { hevcFormat } from './hevc-format.ts';
import type { ReadHead } from './picture.ts';
import { afterStartCode } from './start-codes.ts';

const FIRST_IRAP = 16;
const LAST_IRAP = 21;
const LAST_SLICE = 31;
const SPS = 33;
/** Bytes of the header of a NAL unit. */
const HEADER = 2;

/** HEVC (ITU-T H.265 section 7.3.1.2). A key is a picture of the types BLA, IDR and CRA. */
export const hevcHead: ReadHead = (bytes, end, onFormat) => {
  for (let at = afterStartCode(bytes, 0, end); at >= 0; ) {
    const next = afterStartCode(bytes, at, end);
    const type = ((bytes[at] ?? 0) >> 1) & 0x3f;
    if (type <= LAST_SLICE) {
      if (at + HEADER >= end) return undefined;
      // first_slice_segment_in_pic_flag
      const begins = ((bytes[at + HEADER] ?? 0) & 0x80) !== 0;
      return { key: type >= FIRST_IRAP && type <= LAST_IRAP ? 'yes' : 'no', begins };
    }
    if (next < 0) return undefined;
    const from = at + HEADER;
    const to = next - 3;
    if (type === SPS) onFormat(() => hevcFormat(unescaped(bytes.subarray(from, to))));
    at = next;
  }
  return undefined;
};

import type { PictureFormat, ReadHead } from './picture.ts';
import { afterStartCode } from './start-codes.ts';

const PICTURE = 0x00;
const LAST_SLICE = 0xaf;
const SEQUENCE = 0xb3;
const EXTENSION = 0xb5;
const SEQUENCE_EXTENSION = 1;
const INTRA = 1;

/**
 * MPEG-2 video (ISO/IEC 13818-2 section 6.2), and MPEG-1 video, which has no extensions. A key is an I picture with a
 * sequence header.
 */
export const mpeg2Head: ReadHead = (bytes, end, onFormat) => {
  let sequence = -1;
  let extension = -1;
  for (let at = afterStartCode(bytes, 0, end); at >= 0; at = afterStartCode(bytes, at, end)) {
    const code = bytes[at];
    if (code === SEQUENCE) sequence = at + 1;
    else if (code === EXTENSION && (bytes[at + 1] ?? 0) >> 4 === SEQUENCE_EXTENSION) extension = at + 1;
    else if (code === PICTURE) {
      if (at + 3 > end) return undefined;
      const headers = { sequence, extension };
      if (sequence >= 0) onFormat(() => mpeg2Format(bytes, headers.sequence, headers.extension));
      const type = ((bytes[at + 2] ?? 0) >> 3) & 7;
      return { key: type === INTRA && sequence >= 0 ? 'yes' : 'no', begins: true };
    } else if (code !== undefined && code <= LAST_SLICE) return { key: 'no', begins: false };
  }
  return undefined;
};

/** @param sequence, extension offsets behind their start codes; -1 for none */
function mpeg2Format(bytes: Uint8Array, sequence: number, extension: number): PictureFormat {
  const sizes = ((bytes[sequence] ?? 0) << 16) | ((bytes[sequence + 1] ?? 0) << 8) | (bytes[sequence + 2] ?? 0);
  const shape = bytes[sequence + 3] ?? 0;
  if (extension < 0) {
    const [width, height] = [sizes >> 12, sizes & 0xfff];
    return { format: `mpeg1 ${width}x${height} ${shape}`, width, height };
  }
  const head = ((bytes[extension] ?? 0) << 16) | ((bytes[extension + 1] ?? 0) << 8) | (bytes[extension + 2] ?? 0);
  const width = (sizes >> 12) | (((head >> 7) & 3) << 12);
  const height = (sizes & 0xfff) | (((head >> 5) & 3) << 12);
  const profile = (head >> 12) & 0xff;
  const sampling = (head >> 9) & 7;
  return { format: `mpeg2 ${profile} ${width}x${height} ${shape} ${sampling}`, width, height };
}

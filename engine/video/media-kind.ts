import { Failure } from '../../contract/errors.ts';

/** How media files begin, and what ffmpeg calls them. */
const beginnings: readonly (readonly [format: string, found: (head: Buffer) => boolean])[] = [
  ['mov', (head) => /^(?:ftyp|styp|moov|moof|sidx|free|skip|mdat|wide)$/u.test(head.toString('latin1', 4, 8))],
  ['matroska', (head) => head.readUInt32BE(0) === 0x1a45dfa3],
  ['flv', (head) => head.toString('latin1', 0, 3) === 'FLV'],
  ['ogg', (head) => head.toString('latin1', 0, 4) === 'OggS'],
  ['flac', (head) => head.toString('latin1', 0, 4) === 'fLaC'],
  ['wav', (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WAVE'],
  ['avi', (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'AVI '],
  ['asf', (head) => head.readUInt32BE(0) === 0x3026b275],
  ['mpeg', (head) => head.readUInt32BE(0) === 0x000001ba],
  ['mpegts', (head) => head[0] === 0x47 && head[188] === 0x47 && head[376] === 0x47],
  ['mp3', (head) => head.toString('latin1', 0, 3) === 'ID3' || isMpegFrame(head, 0b01)],
  ['aac', (head) => isMpegFrame(head, 0b00)],
];

/** Bytes at the beginning of a file that are looked at. */
export const headBytes = 512;

/**
 * What a fetched file is, by its first bytes and nothing else. ffmpeg is told so and does not look for itself: it would read a
 * playlist that names other files of this computer as gladly as a video.
 * @param head the first `headBytes` bytes, or all there are
 * @throws Failure `corrupt-media` for anything that is no media file
 */
export function mediaKind(head: Buffer): string {
  const padded = Buffer.concat([head, Buffer.alloc(Math.max(0, headBytes - head.length))]);
  const found = beginnings.find(([, is]) => is(padded))?.[0];
  if (found === undefined)
    throw new Failure('corrupt-media', { detail: 'what came is no media file', retryable: false });
  return found;
}

/** The sync word of MPEG audio, and its layer (ISO/IEC 13818-3 section 2.4.2.3); ADTS has layer 0. */
function isMpegFrame(head: Buffer, layer: number): boolean {
  const [first = 0, second = 0] = head;
  return first === 0xff && (second & 0xe0) === 0xe0 && ((second >> 1) & 0b11) === layer;
}

import { ac3Frame } from './ac3.ts';
import { adtsFrame } from './adts.ts';
import { type AudioFrame, type FramedCodec, headerBytes } from './frame.ts';
import { mpegAudioFrame } from './mpeg-audio.ts';

const GRAMMARS = { aac: adtsFrame, mp3: mpegAudioFrame, ac3: ac3Frame, eac3: ac3Frame } as const;

/**
 * The audio frame whose header is at `offset`. Only the header needs to be there, the rest of the frame may be missing.
 * @returns `undefined` when there is no header, or fewer than `headerBytes` bytes are left
 */
export function frameAt(codec: FramedCodec, data: Uint8Array, offset: number): AudioFrame | undefined {
  return offset + headerBytes > data.length ? undefined : GRAMMARS[codec](data, offset);
}

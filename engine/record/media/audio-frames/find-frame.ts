import { type AudioFrame, type FramedCodec, headerBytes } from './frame.ts';
import { frameAt } from './frame-at.ts';

/** Frames that must follow a header before it is believed: sound itself often looks like one header, hardly like three. */
const WITNESSES = 2;

/**
 * Looks for the first audio frame at or after `from`: a header that is followed by others of the same sampling. Where the
 * data end before they could be, what is there decides.
 * @returns its offset, or -1
 */
export function findFrame(codec: FramedCodec, data: Uint8Array, from: number): number {
  const sync = codec === 'aac' || codec === 'mp3' ? 0xff : 0x0b;
  for (let at = data.indexOf(sync, from); at >= 0; at = data.indexOf(sync, at + 1)) {
    const frame = frameAt(codec, data, at);
    if (frame !== undefined && isFollowed(codec, data, at, frame)) return at;
  }
  return -1;
}

function isFollowed(codec: FramedCodec, data: Uint8Array, at: number, first: AudioFrame): boolean {
  let next = at + first.length;
  for (let seen = 0; seen < WITNESSES && next + headerBytes <= data.length; seen += 1) {
    const frame = frameAt(codec, data, next);
    if (frame === undefined || frame.sampleRate !== first.sampleRate) return false;
    next += frame.length;
  }
  return true;
}

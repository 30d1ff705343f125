import { type FramedCodec, headerBytes } from '../audio-frames/frame.ts';
import { frameAt } from '../audio-frames/frame-at.ts';

/** Bytes of the next segment that are looked at to end a frame: more than any frame has. */
const REACH = 32 * 1024;

/** How a frame that a segment ended in goes on in the next. */
export interface Joined {
  /** the frame, whole; `undefined` when it does not go on there, or not yet to its end */
  readonly frame: Uint8Array | undefined;
  /** where the first frame of the segment's own begins in its stream; -1 when that has to be searched */
  readonly from: number;
  /** all of the segment belongs to the frame, and it is not whole even so */
  readonly held: Uint8Array | undefined;
}

/**
 * Ends a frame with the beginning of the next segment. It is believed when another frame begins behind it: after a gap the
 * segment begins with the end of some other frame.
 */
export function joinFrame(codec: FramedCodec, held: Uint8Array, stream: Uint8Array): Joined {
  const joined = Buffer.concat([held, stream.subarray(0, REACH)]);
  const end = endOf(codec, joined);
  const isOpen = end === undefined ? joined.length < headerBytes : end > joined.length;
  if (isOpen && stream.length < REACH) return { frame: undefined, from: stream.length, held: joined };
  if (end === undefined || isOpen) return { frame: undefined, from: -1, held: undefined };
  const isFollowed = end + headerBytes > joined.length || frameAt(codec, joined, end) !== undefined;
  if (isFollowed) return { frame: joined.subarray(0, end), from: Math.max(0, end - held.length), held: undefined };
  return { frame: end === held.length ? held : undefined, from: -1, held: undefined };
}

/** Whether bytes are one frame, whole. */
export function isWhole(codec: FramedCodec, bytes: Uint8Array): boolean {
  return endOf(codec, bytes) === bytes.length;
}

/** Where the frame at the beginning ends, with what depends on it; `undefined` when there is none. */
function endOf(codec: FramedCodec, bytes: Uint8Array): number | undefined {
  let end = frameAt(codec, bytes, 0)?.length;
  if (end === undefined) return undefined;
  for (let next = frameAt(codec, bytes, end); next?.samples === 0; next = frameAt(codec, bytes, end))
    end += next.length;
  return end;
}

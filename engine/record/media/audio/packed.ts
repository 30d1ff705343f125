import { findFrame } from '../audio-frames/find-frame.ts';
import { type AudioFrame, type FramedCodec, headerBytes } from '../audio-frames/frame.ts';
import { frameAt } from '../audio-frames/frame-at.ts';
import { corrupt } from '../corrupt.ts';
import { id3At } from './id3.ts';

/** A frame of sound in a segment: with the frames that belong to it (dependent substreams of E-AC-3). */
export interface PackedFrame {
  readonly start: number;
  readonly end: number;
  /** samples of the segment before it */
  readonly before: number;
}

/** A segment of bare frames of sound. */
export interface PackedAudio {
  readonly header: AudioFrame;
  readonly frames: readonly PackedFrame[];
  /** samples in all */
  readonly samples: number;
  /** presentation time of the first frame, 33 bits at 90 kHz, or `null` where no ID3 tag tells */
  readonly timestamp: number | null;
}

/** The containers that are bare frames of sound, and what their frames are. */
export const packedCodecs = { adts: 'aac', mp3: 'mp3', ac3: 'ac3' } as const satisfies Record<string, FramedCodec>;
export type PackedContainer = keyof typeof packedCodecs;

/** What headers of frames begin with. */
const syncBytes = { aac: 0xff, mp3: 0xff, ac3: 0x0b } as const;

/**
 * Finds the frames of packed audio (RFC 8216 section 3.4). ID3 tags are passed over, wherever they lie, and so is what is
 * neither a tag nor a frame, unless it is most of the segment.
 * @throws Failure `corrupt-media` where there is no frame, the last one is cut off, or too much is something else
 */
export function readPacked(data: Uint8Array, container: PackedContainer): PackedAudio {
  const codec = packedCodecs[container];
  const frames: { start: number; end: number; before: number }[] = [];
  let header: AudioFrame | undefined;
  let timestamp: number | null = null;
  let [at, samples, lost] = [0, 0, 0];
  while (at < data.length) {
    const tag = id3At(data, at);
    const frame = tag === undefined ? frameAt(codec, data, at) : undefined;
    if (tag !== undefined) {
      if (header === undefined) timestamp = tag.timestamp ?? timestamp;
      at = tag.end;
    } else if (frame === undefined) {
      // The beginning of a header, too short to be read.
      if (lost === 0 && data.length - at < headerBytes && data[at] === syncBytes[codec]) throw cutOff();
      const next = nextStart(codec, data, at + 1);
      lost += next - at;
      at = next;
    } else {
      const end = at + frame.length;
      // Where frames lie across segments their ends are lost; where they do not, the segment is.
      if (end > data.length && lost === 0) throw cutOff();
      if (end > data.length) break;
      header ??= frame;
      const last = frames.at(-1);
      if (frame.samples === 0 && last !== undefined) last.end = end;
      else frames.push({ start: at, end, before: samples });
      samples += frame.samples;
      at = end;
    }
  }
  if (header === undefined || lost * 2 > data.length) throw corrupt(`no frames of ${codec}`);
  return { header, frames, samples, timestamp };
}

function cutOff(): Error {
  return corrupt('the last frame of sound is cut off');
}

/** Where the next tag or frame begins, or the end of the data. */
function nextStart(codec: FramedCodec, data: Uint8Array, from: number): number {
  const found = findFrame(codec, data, from);
  const frame = found < 0 ? data.length : found;
  const between = Math.max(0, frame - from);
  const tag = Buffer.from(data.buffer, data.byteOffset + Math.min(from, frame), between).indexOf('ID3', 0, 'latin1');
  return tag < 0 ? frame : from + tag;
}

import { findFrame } from '../audio-frames/find-frame.ts';
import { type AudioFrame, type FramedCodec, headerBytes } from '../audio-frames/frame.ts';
import { frameAt } from '../audio-frames/frame-at.ts';
import type { AudioMark } from './audio-scan.ts';
import { ticksPerSecond } from './timestamp.ts';

/** A frame of audio in the elementary stream of a segment. */
export interface TimedFrame {
  /** where it begins in the elementary stream */
  readonly offset: number;
  /** bytes of it that are there */
  length: number;
  /** it goes on behind the segment, or may do so */
  open: boolean;
  /** ticks, with fractions; NaN where nothing in the segment tells */
  time: number;
  /** ticks */
  readonly duration: number;
}

/** The frames of a segment's elementary stream. */
export interface Sound {
  readonly frames: readonly TimedFrame[];
  /** what the first of them says; `undefined` when there are none */
  readonly header: AudioFrame | undefined;
}

/**
 * Finds the frames that begin in a segment and their times. They follow from the segment alone, so that the neighbours of a
 * cut, which see different segments before it, agree on every frame.
 * @param from where the first frame is looked for
 * @param before how long the frame lasts that ends there (ticks), or 0 where none is known to
 */
export function readSound(
  codec: FramedCodec,
  stream: Uint8Array,
  marks: readonly AudioMark[],
  from: number,
  before = 0,
): Sound {
  const { frames, header } = split(codec, stream, from, before);
  const timed = setTimes(frames, marks);
  return { frames: timed, header };
}

function split(
  codec: FramedCodec,
  stream: Uint8Array,
  from: number,
  before: number,
): { frames: TimedFrame[]; header?: AudioFrame } {
  const frames: TimedFrame[] = [];
  let header: AudioFrame | undefined;
  let at = from;
  while (at < stream.length) {
    const frame = frameAt(codec, stream, at);
    const last = frames.at(-1);
    if (frame !== undefined && frame.samples === 0 && last !== undefined) {
      last.length += Math.min(frame.length, stream.length - at);
      last.open = at + frame.length > stream.length;
      at += frame.length;
    } else if (frame !== undefined && frame.samples > 0) {
      header ??= frame;
      const length = Math.min(frame.length, stream.length - at);
      const duration = (frame.samples * ticksPerSecond) / frame.sampleRate;
      frames.push({ offset: at, length, open: length < frame.length, time: Number.NaN, duration });
      at += frame.length;
    } else if (at + headerBytes > stream.length && (last?.duration ?? before) > 0 && isSync(codec, stream[at])) {
      // Only a part of the header is there; the rest begins the next segment.
      const duration = last?.duration ?? before;
      frames.push({ offset: at, length: stream.length - at, open: true, time: Number.NaN, duration });
      break;
    } else {
      at = findFrame(codec, stream, at + 1);
      if (at < 0) break;
    }
  }
  const last = frames.at(-1);
  // A dependent substream may follow, even behind the segment.
  if (codec === 'eac3' && last !== undefined && last.offset + last.length === stream.length) last.open = true;
  return header === undefined ? { frames } : { frames, header };
}

function isSync(codec: FramedCodec, byte: number | undefined): boolean {
  return byte === (codec === 'aac' || codec === 'mp3' ? 0xff : 0x0b);
}

/**
 * The time of a PES packet is that of the first frame that begins in it (ISO/IEC 13818-1 section 2.4.3.7); others follow one
 * another. Frames before the first time of the segment are counted back from it.
 */
function setTimes(frames: TimedFrame[], marks: readonly AudioMark[]): TimedFrame[] {
  let mark = 0;
  let time = Number.NaN;
  let first = -1;
  for (const [index, frame] of frames.entries()) {
    let entered: AudioMark | undefined;
    for (let next = marks[mark]; next !== undefined && next.offset <= frame.offset; next = marks[mark]) {
      entered = next;
      mark += 1;
    }
    if (entered !== undefined && !Number.isNaN(entered.pts)) {
      time = entered.pts;
      if (first < 0) first = index;
    }
    frame.time = time;
    time += frame.duration;
  }
  for (let index = first - 1; index >= 0; index -= 1) {
    const [frame, next] = [frames[index], frames[index + 1]];
    if (frame !== undefined && next !== undefined) frame.time = next.time - frame.duration;
  }
  return frames;
}

import type { FramedCodec } from '../../../../engine/record/media/audio-frames/frame.ts';
import { frameAt } from '../../../../engine/record/media/audio-frames/frame-at.ts';

/** An ID3v2.4 tag with the timestamp of Apple's packed audio, and whatever other frames. @param ticks 33 bits at 90 kHz */
export function id3(ticks: bigint, other: readonly Buffer[] = []): Buffer {
  const content = Buffer.concat([Buffer.from('com.apple.streaming.transportStreamTimestamp\0'), Buffer.alloc(8)]);
  content.writeBigUInt64BE(ticks, content.length - 8);
  const body = Buffer.concat([...other, id3Frame('PRIV', content)]);
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), synchsafe(body.length), body]);
}

/** A frame of an ID3v2.4 tag. */
export function id3Frame(name: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(name, 'latin1'), synchsafe(content.length), Buffer.alloc(2), content]);
}

function synchsafe(value: number): Buffer {
  return Buffer.from([(value >> 21) & 127, (value >> 14) & 127, (value >> 7) & 127, value & 127]);
}

/** A stream of bare frames, apart, with what comes before each: samples. */
export function framesOf(codec: FramedCodec, stream: Buffer): { bytes: Buffer; before: number; rate: number }[] {
  const frames: { bytes: Buffer; before: number; rate: number }[] = [];
  let before = 0;
  for (let at = 0, frame = frameAt(codec, stream, 0); frame !== undefined; frame = frameAt(codec, stream, at)) {
    frames.push({ bytes: stream.subarray(at, at + frame.length), before, rate: frame.sampleRate });
    before += frame.samples;
    at += frame.length;
  }
  return frames;
}

/** Segments of `count` frames each, with a tag that tells their time. @param start of the first, ticks at 90 kHz */
export function pack(codec: FramedCodec, stream: Buffer, count: number, start: number): { data: Buffer; init: null }[] {
  const frames = framesOf(codec, stream);
  const segments: { data: Buffer; init: null }[] = [];
  for (let at = 0; at < frames.length; at += count) {
    const taken = frames.slice(at, at + count);
    const first = taken[0];
    const ticks = start + Math.round(((first?.before ?? 0) * 90_000) / (first?.rate ?? 1));
    const tag = id3(BigInt.asUintN(33, BigInt(ticks)));
    segments.push({ data: Buffer.concat([tag, ...taken.map(({ bytes }) => bytes)]), init: null });
  }
  return segments;
}

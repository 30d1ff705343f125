import { latin1, u8, u24 } from '../big-endian.ts';
import type { FlvTag } from './tag.ts';

/** What the body of a tag is. */
export interface FlvPayload {
  /** as in `StreamSummary` */
  readonly codec: string;
  /** `config`: what a decoder has to know first; `unit`: a picture or a frame of sound; `none`: neither */
  readonly role: 'config' | 'unit' | 'none';
  /** the container says that decoding may begin here */
  readonly flagged: boolean;
  /** presentation minus decoding time, milliseconds */
  readonly composition: number;
  /** behind all that belongs to the container */
  readonly data: Uint8Array;
}

const videoCodecs: Readonly<Record<number, string>> = { 2: 'h263', 4: 'vp6', 5: 'vp6', 7: 'h264', 12: 'hevc' };
const audioCodecs: Readonly<Record<number, string>> = {
  0: 'pcm',
  1: 'adpcm',
  2: 'mp3',
  3: 'pcm',
  7: 'alaw',
  8: 'mulaw',
  10: 'aac',
  11: 'speex',
  14: 'mp3',
};
/** The codecs of Enhanced RTMP. */
const fourCharacterCodecs: Readonly<Record<string, string>> = {
  avc1: 'h264',
  hvc1: 'hevc',
  av01: 'av1',
  vp09: 'vp9',
  vp08: 'vp8',
  mp4a: 'aac',
  '.mp3': 'mp3',
  'ac-3': 'ac3',
  'ec-3': 'eac3',
  Opus: 'opus',
  fLaC: 'flac',
};

/** Codecs with composition times in coded frames. */
const reordered: ReadonlySet<string> = new Set(['h264', 'hevc']);

/** Takes the body of a tag apart; `null` for tags of neither sound nor pictures, and for empty ones. */
export function payloadOf({ kind, body }: FlvTag): FlvPayload | null {
  if (body.length === 0 || kind === 'other') return null;
  return kind === 'audio' ? soundOf(body) : pictureOf(body);
}

function soundOf(body: Uint8Array): FlvPayload {
  const id = u8(body, 0) >> 4;
  const sound = { flagged: true, composition: 0 };
  if (id === 9) {
    const type = u8(body, 0) & 15;
    const codec = fourCharacterCodecs[latin1(body, 1, 4)] ?? latin1(body, 1, 4);
    return { ...sound, codec, role: type === 0 ? 'config' : type === 1 ? 'unit' : 'none', data: body.subarray(5) };
  }
  const codec = audioCodecs[id] ?? `sound ${id}`;
  if (codec !== 'aac') return { ...sound, codec, role: 'unit', data: body.subarray(1) };
  return { ...sound, codec, role: u8(body, 1) === 0 ? 'config' : 'unit', data: body.subarray(2) };
}

function pictureOf(body: Uint8Array): FlvPayload {
  const first = u8(body, 0);
  if (first & 0x80) return enhancedPicture(body, (first >> 4) & 7, first & 15);
  const [frame, id] = [first >> 4, first & 15];
  const codec = videoCodecs[id] ?? `video ${id}`;
  // Frame type 5 is a command of a server to the player.
  const command = frame === 5;
  const flagged = frame === 1 || frame === 4;
  if (!reordered.has(codec)) {
    return { codec, role: command ? 'none' : 'unit', flagged, composition: 0, data: body.subarray(1) };
  }
  const type = u8(body, 1);
  const role = command || type > 1 ? 'none' : type === 0 ? 'config' : 'unit';
  return { codec, role, flagged, composition: signed24(body, 2), data: body.subarray(5) };
}

function enhancedPicture(body: Uint8Array, frame: number, type: number): FlvPayload {
  const codec = fourCharacterCodecs[latin1(body, 1, 4)] ?? latin1(body, 1, 4);
  // 0: sequence start, 1: coded frames, 3: coded frames without composition time
  const role = frame === 5 ? 'none' : type === 0 ? 'config' : type === 1 || type === 3 ? 'unit' : 'none';
  const timed = type === 1 && reordered.has(codec);
  const composition = timed ? signed24(body, 5) : 0;
  return { codec, role, flagged: frame === 1 || frame === 4, composition, data: body.subarray(timed ? 8 : 5) };
}

function signed24(data: Uint8Array, at: number): number {
  return (u24(data, at) << 8) >> 8;
}

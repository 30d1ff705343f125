import type { Container } from '../stored.ts';
import { id3At } from './audio/id3.ts';
import { packedCodecs } from './audio/packed.ts';
import { findFrame } from './audio-frames/find-frame.ts';
import { frameAt } from './audio-frames/frame-at.ts';
import { latin1, u32 } from './big-endian.ts';
import { syncByte } from './ts/packet.ts';

/** Boxes that a media segment or an initialisation section may begin with. */
const firstBoxes: ReadonlySet<string> = new Set(
  'ftyp styp moov moof mdat sidx ssix emsg prft free skip uuid pdin wide'.split(' '),
);
const packed = ['adts', 'mp3', 'ac3'] as const;
/** How far something else may come before what tells the container. */
const mostBefore = 1 << 16;

/**
 * What a media segment is, by its bytes: names and content types of servers are wrong too often.
 * @param init the initialisation section, or `null`
 * @returns `undefined` for what is none of the containers
 */
export function containerOf(data: Uint8Array, init: Uint8Array | null): Container | undefined {
  const told = init === null ? undefined : (signed(init) ?? (isTransport(init) ? 'ts' : undefined));
  return told ?? signed(data) ?? guessed(data);
}

/** What says by itself what it is. */
function signed(data: Uint8Array): Container | undefined {
  if (data.length < 8) return undefined;
  const first = latin1(data, 0, 8);
  if (first.startsWith('FLV\x01')) return 'flv';
  if (first.startsWith('WEBVTT') || first.startsWith('\xef\xbb\xbfWEBV')) return 'vtt';
  const size = u32(data, 0);
  return firstBoxes.has(first.slice(4)) && (size >= 8 || size <= 1) ? 'mp4' : undefined;
}

function guessed(data: Uint8Array): Container | undefined {
  let at = 0;
  for (let tag = id3At(data, 0); tag !== undefined; tag = id3At(data, at)) at = tag.end;
  const rest = data.subarray(at, at + mostBefore);
  const aligned = packed.find((container) => frameAt(packedCodecs[container], rest, 0) !== undefined);
  if (aligned !== undefined && findFrame(packedCodecs[aligned], rest, 0) === 0) return aligned;
  if (isTransport(rest)) return 'ts';
  return packed.find((container) => findFrame(packedCodecs[container], rest, 0) >= 0 && isRepeated(rest, container));
}

/** Whether packets follow one another: bare, with four bytes of time before each, or with sixteen of parity behind each. */
function isTransport(data: Uint8Array): boolean {
  const end = Math.min(data.length, mostBefore);
  for (let at = data.indexOf(syncByte); at >= 0 && at < end; at = data.indexOf(syncByte, at + 1)) {
    if (at + 188 === data.length) return true;
    const inStep = [188, 192, 204].some((stride) => data[at + stride] === syncByte && follows(data, at + 2 * stride));
    if (inStep) return true;
  }
  return false;
}

function follows(data: Uint8Array, at: number): boolean {
  return at >= data.length || data[at] === syncByte;
}

/** In the middle of something else, one frame alone is hardly one. */
function isRepeated(data: Uint8Array, container: (typeof packed)[number]): boolean {
  const codec = packedCodecs[container];
  const first = findFrame(codec, data, 0);
  const frame = frameAt(codec, data, first);
  return frame !== undefined && frameAt(codec, data, first + frame.length) !== undefined;
}

import { corrupt } from '../corrupt.ts';
import { standingOf } from '../key-picture.ts';
import { type FlvPayload, payloadOf } from './payload.ts';
import { configOfUnit, needsConfig, readConfig, type StreamConfig } from './stream-config.ts';
import { type FlvTag, firstTag, tagsIn } from './tag.ts';

/** A picture or a frame of sound. Times in milliseconds, without wraps inside of a segment. */
export interface FlvUnit {
  readonly tag: FlvTag;
  readonly dts: number;
  readonly pts: number;
  /** decoding may begin here */
  readonly key: boolean;
  /** the container says the same of it */
  readonly rightlyFlagged: boolean;
}

/** The video or the audio of an FLV segment. */
export interface FlvStream {
  readonly kind: 'video' | 'audio';
  readonly codec: string;
  readonly config: StreamConfig;
  /** the sequence header as it lies in the segment or its initialisation section, or `null` */
  readonly head: Uint8Array | null;
  readonly units: readonly FlvUnit[];
}

interface Growing {
  kind: 'video' | 'audio';
  codec: string;
  config: StreamConfig;
  head: Uint8Array | null;
  units: FlvUnit[];
}

/** Ticks a second, and after how many timestamps begin anew. */
export const clock = { timescale: 1000, wrap: 2 ** 32 } as const;

/**
 * Reads a segment of FLV.
 * @param init header of the file, metadata and sequence headers, or `null` where the segment has them
 * @throws Failure `corrupt-media`
 */
export function readFlvSegment(data: Uint8Array, init: Uint8Array | null): FlvStream[] {
  const streams = new Map<string, Growing>();
  let first: number | undefined;
  for (const bytes of init === null ? [data] : [init, data]) {
    for (const tag of tagsIn(bytes, firstTag(bytes))) {
      const payload = payloadOf(tag);
      if (payload === null || tag.kind === 'other') continue;
      if (payload.role === 'config') setConfig(streams, tag.kind, payload, bytes.subarray(tag.start, tag.end));
      if (payload.role !== 'unit' || bytes !== data || payload.data.length === 0) continue;
      first ??= tag.timestamp;
      // The distance to the first as a signed number of 32 bits takes wraps out.
      const dts = first + ((tag.timestamp - first) | 0);
      addUnit(streams, tag.kind, payload, { tag, dts });
    }
  }
  const filled = [...streams.values()].filter(({ units }) => units.length > 0);
  if (filled.length === 0) throw corrupt('no pictures and no sound');
  return filled.toSorted((one, other) => other.kind.localeCompare(one.kind));
}

function setConfig(streams: Map<string, Growing>, kind: 'video' | 'audio', payload: FlvPayload, tag: Uint8Array): void {
  const { codec, data } = payload;
  const before = streams.get(kind);
  // What comes first tells what the segment is; another one behind units begins another segment.
  if (before !== undefined && before.units.length > 0) return;
  streams.set(kind, { kind, codec, config: readConfig(codec, kind, data), head: tag, units: [] });
}

function addUnit(
  streams: Map<string, Growing>,
  kind: 'video' | 'audio',
  { codec, data, flagged, composition }: FlvPayload,
  { tag, dts }: { tag: FlvTag; dts: number },
): void {
  let stream = streams.get(kind);
  if (stream === undefined) {
    if (needsConfig.has(codec)) throw corrupt(`no sequence header for ${codec}`);
    stream = { kind, codec, config: configOfUnit(codec, kind, data), head: null, units: [] };
    streams.set(kind, stream);
  }
  const standing = kind === 'audio' ? 'key' : standingOf(codec, data, stream.config.nalLength);
  const key = standing === 'key' || (standing !== 'depends' && flagged);
  stream.units.push({ tag, dts, pts: dts + composition, key, rightlyFlagged: key === flagged });
}

import { i32, u8, u24, u32, u64 } from '../big-endian.ts';
import { corrupt } from '../corrupt.ts';
import { boxesIn, needBody } from './box.ts';
import type { SampleDefaults } from './init.ts';
import type { Sample } from './sample.ts';

/** A `tfhd` box (ISO/IEC 14496-12 section 8.8.7). */
export interface TrackHeader {
  readonly id: number;
  /** what offsets of data count from; `null`: not said */
  readonly dataOrigin: bigint | 'moof' | null;
  readonly defaults: SampleDefaults;
}

/** @param defaultsOf the defaults of `trex`, by the id of the track */
export function readTrackHeader(traf: Uint8Array, defaultsOf: (id: number) => SampleDefaults): TrackHeader {
  const tfhd = needBody(traf, 'tfhd');
  const flags = u24(tfhd, 1);
  const id = u32(tfhd, 4);
  let at = 8;
  const origin = flags & 0x1 ? u64(tfhd, at) : flags & 0x20000 ? 'moof' : null;
  if (flags & 0x1) at += 8;
  const field = (flag: number, other: number): number => {
    if ((flags & flag) === 0) return other;
    at += 4;
    return u32(tfhd, at - 4);
  };
  const trex = defaultsOf(id);
  const entry = field(0x2, trex.entry);
  const duration = field(0x8, trex.duration);
  const size = field(0x10, trex.size);
  return { id, dataOrigin: origin, defaults: { entry, duration, size, flags: field(0x20, trex.flags) } };
}

/**
 * The base media decode time of a track fragment (section 8.8.12), and where it lies in the body of `traf`. Those of 64 bits are
 * read as signed, as demuxers do: what comes before a fragment's beginning can only be written so.
 */
export interface DecodeTime {
  readonly time: bigint;
  readonly at: number;
  /** of 64 bits, not 32 */
  readonly long: boolean;
}

export function readDecodeTime(traf: Uint8Array): DecodeTime | null {
  for (const { type, body } of boxesIn(traf)) {
    if (type !== 'tfdt') continue;
    const long = u8(body, 0) === 1;
    return {
      time: long ? BigInt.asIntN(64, u64(body, 4)) : BigInt(u32(body, 4)),
      at: body.byteOffset - traf.byteOffset + 4,
      long,
    };
  }
  return null;
}

/** Samples of a track fragment and the stretches of data they fill. */
export interface TrackSamples {
  readonly samples: readonly Sample[];
  readonly extents: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Reads all `trun` boxes of a track fragment (section 8.8.8).
 * @param origin where offsets of data count from
 * @param most samples it may have
 * @throws Failure `corrupt-media`
 */
export function readTrackSamples(
  traf: Uint8Array,
  defaults: SampleDefaults,
  origin: number,
  most: number,
): TrackSamples {
  const samples: Sample[] = [];
  const extents: { start: number; end: number }[] = [];
  let [position, time] = [origin, 0];
  for (const { type, body } of boxesIn(traf)) {
    if (type !== 'trun') continue;
    const flags = u24(body, 1);
    const count = u32(body, 4);
    let at = 8;
    if (flags & 0x1) {
      position = origin + i32(body, at);
      at += 4;
    }
    const first = flags & 0x4 ? u32(body, at) : null;
    if (first !== null) at += 4;
    const width = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
    if (samples.length + count > most || at + width * count > body.length) {
      throw corrupt(`a trun box names ${count} samples in ${body.length} bytes`);
    }
    const start = position;
    for (let index = 0; index < count; index++) {
      const field = (flag: number, other: number): number => {
        if ((flags & flag) === 0) return other;
        at += 4;
        return u32(body, at - 4);
      };
      const duration = field(0x100, defaults.duration);
      const size = field(0x200, defaults.size);
      const own = field(0x400, index === 0 && first !== null ? first : defaults.flags);
      // Offsets of version 0 are unsigned, but there are programs that write negative ones.
      const composition = field(0x800, 0) | 0;
      samples.push({ at: position, size, time, duration, composition, flags: own });
      position += size;
      time += duration;
    }
    extents.push({ start, end: position });
  }
  return { samples, extents };
}

import { i32, u8, u32, u64 } from '../big-endian.ts';

/**
 * What an edit list adds to the composition times of a track, in ticks of the track (ISO/IEC 14496-12 section 8.6.6): empty
 * edits at the beginning put it later, the media time where the first other edit begins puts it earlier. Fragmented files
 * have no more than that; the ends of edits are left alone, since nothing may be cut away.
 * @param elst the body of the box
 * @param movieTimescale ticks a second of the durations of edits
 * @throws Failure `corrupt-media`
 */
export function editOffset(elst: Uint8Array, movieTimescale: number, timescale: number): number {
  const long = u8(elst, 0) === 1;
  const size = long ? 20 : 12;
  const count = Math.min(u32(elst, 4), Math.floor((elst.length - 8) / size));
  let empty = 0;
  for (let index = 0; index < count; index++) {
    const at = 8 + index * size;
    const duration = long ? Number(u64(elst, at)) : u32(elst, at);
    const mediaTime = long ? Number(BigInt.asIntN(64, u64(elst, at + 8))) : i32(elst, at + 4);
    if (mediaTime >= 0) return Math.round((empty * timescale) / movieTimescale) - mediaTime;
    empty += duration;
  }
  return Math.round((empty * timescale) / movieTimescale);
}

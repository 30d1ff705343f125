import type { StreamPackets } from '../../ffmpeg/packets.ts';
import { i32, latin1, u8, u32, u64 } from '../media/big-endian.ts';
import { corrupt } from '../media/corrupt.ts';
import { bodyOf, needBody } from '../media/mp4/box.ts';

/** A stretch of the file. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

/**
 * What the index says of one track (ISO/IEC 14496-12 sections 8.6 and 8.7). Tables are walked where they lie: a long recording
 * has millions of samples.
 * @param trak the body of the box
 * @param movie ticks a second of the durations of edits
 * @param media where media data lies in the file
 * @throws Failure `corrupt-media` for samples without a place, a time or their bytes
 */
export function readMp4Track(trak: Uint8Array, movie: number, media: readonly Extent[]): StreamPackets {
  const table = needBody(trak, 'mdia', 'minf', 'stbl');
  const header = needBody(trak, 'mdia', 'mdhd');
  const timescale = u32(header, u8(header, 0) === 1 ? 20 : 12);
  const handler = latin1(needBody(trak, 'mdia', 'hdlr'), 8, 4);
  const sizes = needBody(table, 'stsz');
  const packets = u32(sizes, 8);
  const timed = totals(needBody(table, 'stts'));
  if (timed.count !== packets) throw corrupt(`${timed.count} of ${packets} samples have a time`);
  if (timescale === 0 || movie === 0) throw corrupt('a timescale is 0');
  checkPlaces(table, sizes, packets, media);
  const composition = bodyOf(table, 'ctts');
  const first = composition === undefined || u32(composition, 4) === 0 ? 0 : i32(composition, 12);
  const { delay, skipped } = firstEdit(bodyOf(trak, 'edts', 'elst'));
  const keys = bodyOf(table, 'stss');
  return {
    kind: handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : 'other',
    packets,
    beginsWithKey: keys === undefined || (u32(keys, 4) > 0 && u32(keys, 8) === 1),
    isTimed: true,
    start: delay / movie + (first - skipped) / timescale,
    span: timed.sum / timescale,
  };
}

/** Of a table of (count, value). */
function totals(table: Uint8Array): { count: number; sum: number } {
  let [count, sum] = [0, 0];
  for (let row = u32(table, 4) - 1; row >= 0; row--) {
    const samples = u32(table, 8 + row * 8);
    count += samples;
    sum += samples * u32(table, 12 + row * 8);
  }
  return { count, sum };
}

/** Every chunk has to lie in the media data with all of its samples. */
function checkPlaces(table: Uint8Array, sizes: Uint8Array, packets: number, media: readonly Extent[]): void {
  const long = bodyOf(table, 'co64');
  const offsets = long ?? needBody(table, 'stco');
  const runs = needBody(table, 'stsc');
  const [chunks, lastRun, fixed] = [u32(offsets, 4), u32(runs, 4) - 1, u32(sizes, 4)];
  let [sample, run] = [0, 0];
  for (let chunk = 1; chunk <= chunks; chunk++) {
    while (run < lastRun && u32(runs, 8 + (run + 1) * 12) <= chunk) run++;
    const start = long === undefined ? u32(offsets, 4 + chunk * 4) : Number(u64(offsets, chunk * 8));
    const next = sample + u32(runs, 12 + run * 12);
    if (next > packets) throw corrupt(`chunk ${chunk} has more samples than there are`);
    let end = start;
    for (; sample < next; sample++) end += fixed === 0 ? u32(sizes, 12 + sample * 4) : fixed;
    if (!media.some((extent) => extent.start <= start && end <= extent.end)) {
      throw corrupt(`samples at ${start} lie outside of the media data`);
    }
  }
  if (sample < packets) throw corrupt(`${sample} of ${packets} samples have a place`);
}

/** How long nothing is shown at first, and how much of the media before it is not: ticks of the movie and of the media. */
function firstEdit(elst: Uint8Array | undefined): { delay: number; skipped: number } {
  if (elst === undefined) return { delay: 0, skipped: 0 };
  const long = u8(elst, 0) === 1;
  let delay = 0;
  for (let row = 0; row < u32(elst, 4); row++) {
    const at = 8 + row * (long ? 20 : 12);
    const media = long ? Number(BigInt.asIntN(64, u64(elst, at + 8))) : i32(elst, at + 4);
    if (media >= 0) return { delay, skipped: media };
    delay += long ? Number(u64(elst, at)) : u32(elst, at);
  }
  return { delay, skipped: 0 };
}

import { i32, u8, u32, u64 } from '../big-endian.ts';
import { corrupt } from '../corrupt.ts';
import { bodyOf, needBody } from './box.ts';
import type { Mp4Track } from './init.ts';
import { type Sample, type SampleRun, sampleFlags } from './sample.ts';

/**
 * The samples that `moov` itself names (ISO/IEC 14496-12 sections 8.6 and 8.7), as in files that are not fragmented or begin
 * with samples; `null` where there are none.
 * @param most samples it may have
 * @throws Failure `corrupt-media`
 */
export function readSampleTable(track: Mp4Track, most: number): SampleRun | null {
  const table = bodyOf(track.body, 'mdia', 'minf', 'stbl');
  if (table === undefined || track.kind === 'other') return null;
  const sizes = readSizes(table, most);
  if (sizes.length === 0) return null;
  const places = readPlaces(table, sizes);
  const durations = perSample(needBody(table, 'stts'), sizes.length, u32);
  const ctts = bodyOf(table, 'ctts');
  const compositions = ctts === undefined ? [] : perSample(ctts, sizes.length, i32);
  const keys = readKeys(bodyOf(table, 'stss'));
  let time = 0;
  const samples = places.map(({ at, size }, index): Sample => {
    const duration = durations[index] ?? 0;
    const flags = keys === null || keys.has(index + 1) ? sampleFlags.key : sampleFlags.other;
    const sample = { at, size, time, duration, composition: compositions[index] ?? 0, flags };
    time += duration;
    return sample;
  });
  const firstEntry = u32(needBody(table, 'stsc'), 16);
  return { track, entry: firstEntry, base: 0n, samples };
}

function readSizes(table: Uint8Array, most: number): number[] {
  const stsz = needBody(table, 'stsz');
  const [fixed, count] = [u32(stsz, 4), u32(stsz, 8)];
  if (count > most) throw corrupt(`stsz names ${count} samples`);
  if (fixed === 0 && 12 + count * 4 > stsz.length) throw corrupt('stsz ends early');
  return Array.from({ length: count }, (_, index) => fixed || u32(stsz, 12 + index * 4));
}

/** Chunks of `stco` or `co64`, filled with samples as `stsc` says. */
function readPlaces(table: Uint8Array, sizes: readonly number[]): { at: number; size: number }[] {
  const long = bodyOf(table, 'co64');
  const offsets = long ?? needBody(table, 'stco');
  const chunkCount = u32(offsets, 4);
  const stsc = needBody(table, 'stsc');
  const lastRow = u32(stsc, 4) - 1;
  const places: { at: number; size: number }[] = [];
  let row = 0;
  for (let chunk = 1; chunk <= chunkCount && places.length < sizes.length; chunk++) {
    while (row < lastRow && u32(stsc, 8 + (row + 1) * 12) <= chunk) row++;
    let at = long === undefined ? u32(offsets, 4 + chunk * 4) : Number(u64(offsets, chunk * 8));
    const inChunk = u32(stsc, 12 + row * 12);
    for (let index = 0; index < inChunk && places.length < sizes.length; index++) {
      const size = sizes[places.length] ?? 0;
      places.push({ at, size });
      at += size;
    }
  }
  if (places.length < sizes.length) throw corrupt(`${places.length} of ${sizes.length} samples have a place`);
  return places;
}

/** Spreads a table of (count, value) over `total` samples. */
function perSample(table: Uint8Array, total: number, read: (data: Uint8Array, at: number) => number): number[] {
  const values: number[] = [];
  const rows = u32(table, 4);
  for (let row = 0; row < rows && values.length < total; row++) {
    const value = read(table, 12 + row * 8);
    for (let left = Math.min(u32(table, 8 + row * 8), total - values.length); left > 0; left--) values.push(value);
  }
  return values;
}

/** Numbers of the samples that stand alone, from 1; `null`: all do. */
function readKeys(stss: Uint8Array | undefined): ReadonlySet<number> | null {
  if (stss === undefined) return null;
  const count = u32(stss, 4);
  if (8 + count * 4 > stss.length || u8(stss, 0) !== 0) throw corrupt('stss ends early');
  const keys = new Set<number>();
  for (let index = 0; index < count; index++) keys.add(u32(stss, 8 + index * 4));
  return keys;
}

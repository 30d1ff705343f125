import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTs } from '../../../../engine/record/media/ts/read.ts';
import type { StreamSummary } from '../../../../engine/record/stored.ts';
import { cut, type Fragment } from './cutting.ts';
import { demux, streamOf } from './elementary.ts';
import { media, unsplit } from './media.ts';
import { split } from './pieces.ts';
import { packetsAsMp4, packetsOf } from './probe.ts';

/** What a fragment's 0 comes out as. Ticks. */
const ORIGIN = 900_000;
/** HEVC is compared in one form: readers count a zero before a start code to the picture before or behind it. */
const NORMAL = ['-bsf:v', 'hevc_metadata'];

/** ffmpeg says where in memory the speaker is. */
function withoutAddresses(complaints: string): string {
  return complaints.replaceAll(/0x[0-9a-f]+/g, '');
}

/** The times a stream may be cut at: keyframes, or any time where there is only sound. */
function placesOf(streams: readonly StreamSummary[]): { start: number; places: fc.Arbitrary<number> } {
  const video = streams.find(({ kind }) => kind === 'video');
  if (video !== undefined) {
    const [start = 0, ...later] = video.keys.map(({ pts }) => pts);
    return { start, places: fc.constantFrom(...later) };
  }
  const [{ first, end } = { first: 0, end: 1 }] = streams;
  return { start: first, places: fc.integer({ min: first + 1, max: end - 1 }) };
}

/** Checks that the fragments hold exactly what the stream held, each in its place. */
function expectWhole(
  ts: Buffer,
  streams: readonly StreamSummary[],
  fragments: readonly Fragment[],
  cuts: number[],
): void {
  const pids = streams.map(({ id }) => id);
  const source = demux(ts, pids);
  const found = fragments.map(({ bytes }) => demux(bytes, pids));
  for (const { id, kind, units } of streams) {
    expect(Buffer.concat(found.map((one) => streamOf(one, id))).equals(streamOf(source, id))).toBe(true);
    expect(fragments.reduce((sum, { passed }) => sum + (passed.get(id)?.units ?? 0), 0)).toBe(units);
    for (const [index, one] of found.entries()) {
      const times = (one.pes.get(id) ?? []).map(({ pts }) => pts).filter((pts) => !Number.isNaN(pts));
      const to = cuts[index];
      const from = index === 0 ? undefined : cuts[index - 1];
      const end = to === undefined || from === undefined ? Number.POSITIVE_INFINITY : ORIGIN + to - from;
      expect(times.every((pts) => pts < end)).toBe(true);
      if (kind === 'video') expect(times[0]).toBe(ORIGIN);
      else if (index > 0) expect(times.every((pts) => pts >= ORIGIN)).toBe(true);
    }
  }
  for (const { pids: order, breaks } of found) {
    expect(order.slice(0, 2)).toEqual([0, 4096]);
    expect(breaks).toEqual([]);
  }
}

describe.each(Object.entries({ ...media, ...unsplit }))('%s', (_, source) => {
  const made = source();

  test('wherever it is stored in pieces and cut, nothing is lost and nothing is there twice', async () => {
    const ts = await made;
    const { streams } = readTs(ts);
    const { start, places } = placesOf(streams);
    const borders = fc.uniqueArray(fc.integer({ min: 4, max: ts.length / 188 - 1 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.uniqueArray(places, { maxLength: 4 }), borders, (chosen, packets) => {
        const cuts = chosen.sort((a, b) => a - b);
        const pieces = split(
          ts,
          packets.sort((a, b) => a - b),
        );
        expectWhole(ts, streams, cut(pieces, start, cuts), cuts);
      }),
      { numRuns: 25 },
    );
  });
});

describe.each(Object.entries(media))('%s', (_, source) => {
  const made = source();

  test('ffmpeg finds the same packets in the fragments, complains of nothing and makes an MP4 of each', async () => {
    const ts = await made;
    const { streams } = readTs(ts);
    const { start, places } = placesOf(streams);
    const cuts = [...new Set(fc.sample(places, { numRuns: 2, seed: 7 }))].sort((a, b) => a - b);
    const fragments = cut(split(ts, [90, 200]), start, cuts);
    const form = streams.some(({ codec }) => codec === 'hevc') ? NORMAL : [];
    const whole = await packetsAsMp4(ts, form);
    const parts = [];
    for (const { bytes, passed } of fragments) {
      const direct = await packetsOf(bytes);
      expect(direct.complaints).toBe('');
      const counts = streams.map((_, index) => direct.packets.filter(({ stream }) => stream === index).length);
      expect(counts).toEqual(streams.map(({ id }) => passed.get(id)?.units));
      const made = await packetsAsMp4(bytes, form);
      expect(withoutAddresses(made.complaints)).toBe(withoutAddresses(whole.complaints));
      if (streams[0]?.kind === 'video') expect(made.packets.find(({ stream }) => stream === 0)?.isKey).toBe(true);
      parts.push(made.packets);
    }
    for (const index of streams.keys()) {
      const hashes = (packets: readonly { stream: number; hash: string }[]) =>
        packets.filter(({ stream }) => stream === index).map(({ hash }) => hash);
      expect(hashes(parts.flat())).toEqual(hashes(whole.packets));
    }
  });
});

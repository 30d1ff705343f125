import fc from 'fast-check';
import { expect, test } from 'vitest';
import { feedOrigin } from '../../../../engine/record/feed.ts';
import { openFeed } from '../../../../engine/record/media/open-feed.ts';
import { readSegment } from '../../../../engine/record/media/read.ts';
import { cut, store } from '../cutting.ts';
import { media } from '../mp4/making.ts';
import { hashes, mux, packetsOf } from '../packets.ts';
import { make } from '../ts/ffmpeg.ts';
import { framesOf, id3, id3Frame, pack } from './packing.ts';

const kinds = [
  ['aac', media.sound, 'adts', 'adts', 'aac'],
  ['mp3', media.mp3, 'mp3', 'mp3', 'mp3'],
  ['ac3', [...media.eac3.slice(0, -1), 'ac3'], 'ac3', 'ac3', 'ac3'],
  ['eac3', media.eac3, 'eac3', 'ac3', 'eac3'],
] as const;

async function sound(source: readonly string[], seconds: number, format: string): Promise<Buffer> {
  const plain = format === 'mp3' ? ['-write_xing', '0', '-id3v2_version', '0'] : [];
  return make([...source, '-t', String(seconds), ...plain, '-f', format]);
}

test.each(kinds)(
  '%s in packed segments: no frame is lost or doubled, each at its time',
  async (codec, source, format, container, demuxer) => {
    const stream = await sound(source, 4, format);
    const segments = store(pack(codec, stream, 40, 900_000));
    for (const { media: read } of segments) expect(read).toMatchObject({ container, timed: true, wrap: 2 ** 33 });
    expect(segments[0]?.media.streams[0]).toMatchObject({ codec, first: 900_000, timescale: 90_000, units: 40 });
    for (const [index, { media: read }] of segments.entries()) {
      const next = segments[index + 1]?.media.streams[0]?.first;
      if (next !== undefined) expect(Math.abs((read.streams[0]?.end ?? 0) - next)).toBeLessThanOrEqual(1);
    }
    const places = [900_000, 900_000 + 93_001, 900_000 + 270_000];
    const found = [];
    for (const [index, { bytes, format: fed, passed }] of cut(segments, places, 90_000).entries()) {
      const { file, complaints } = await mux(bytes, fed, 'matroska');
      expect(complaints).toBe('');
      const { packets } = await packetsOf(file, 'matroska');
      expect(packets).toHaveLength(passed.get(0)?.units ?? -1);
      const length = ((places[index + 1] ?? Number.POSITIVE_INFINITY) - (places[index] ?? 0)) / 90_000;
      expect(packets[0]?.pts).toBeGreaterThanOrEqual(-0.001);
      expect(packets[0]?.pts).toBeLessThan(0.04);
      expect(packets.at(-1)?.pts).toBeLessThan(length);
      found.push(...packets);
    }
    // Matroska takes the ADTS headers off, so the source goes through it too.
    const whole = await packetsOf((await mux(stream, demuxer, 'matroska')).file, 'matroska');
    expect(hashes(found, 'audio')).toEqual(hashes(whole.packets, 'audio'));
  },
);

test('wherever it is cut, each frame is in one fragment, over the end of 33 bits too', async () => {
  const stream = await sound(media.sound, 4, 'adts');
  const start = 2 ** 33 - 100_000;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.array(fc.nat(360_000), { maxLength: 4 }), (count, offsets) => {
      // As a recorder does it: the shift of a segment behind the wrap puts it where it belongs.
      const segments = store(pack('aac', stream, count, start)).map((segment) => {
        const first = segment.media.streams[0]?.first ?? 0;
        return { ...segment, lift: first < 2 ** 32 ? 2 ** 33 : 0 };
      });
      const cuts = [0, ...new Set(offsets.toSorted((one, other) => one - other).filter((offset) => offset > 0))];
      const counts = cuts.map((offset, index) => {
        const next = cuts[index + 1];
        const to = next === undefined ? null : { ticks: next - offset, timescale: 90_000 };
        const feed = openFeed({ fromCut: index > 0, to }, 'adts');
        for (const { data, init, lift } of segments) {
          feed.push({ data, init, shift: { ticks: lift - start - offset, timescale: 90_000 } });
        }
        return feed.passed.get(0)?.units ?? 0;
      });
      const all = framesOf('aac', stream);
      const wanted = cuts.map((offset, index) => {
        const next = cuts[index + 1] ?? Number.POSITIVE_INFINITY;
        return all.filter(({ before, rate }) => {
          const at = Math.round((before * 90_000) / rate);
          return at >= offset && at < next;
        }).length;
      });
      expect(counts.reduce((sum, units) => sum + units, 0)).toBe(all.length);
      // A frame on the very tick of a cut may fall to either side: segments round their times apart.
      for (const [index, units] of counts.entries())
        expect(Math.abs(units - (wanted[index] ?? 0))).toBeLessThanOrEqual(1);
    }),
    { numRuns: 40 },
  );
});

test.each([
  ['mp3', 'mp3', '8000', 'libmp3lame', 1],
  ['mp3', 'mp3', '22050', 'libmp3lame', 2],
  ['mp3', 'mp2', '48000', 'mp2', 2],
  ['aac', 'adts', '48000', 'aac', 6],
  ['ac3', 'ac3', '32000', 'ac3', 6],
] as const)('%s (%s) at %s Hz by %s with %i channels goes through', async (codec, format, rate, encoder, channels) => {
  const source = ['-f', 'lavfi', '-i', `sine=r=${rate}`, '-c:a', encoder, '-ac', String(channels)];
  const stream = await sound(source, 2, format);
  const stored = store(pack(codec, stream, 10, 0));
  const [fragment] = cut(stored, [0], 90_000);
  const { file, complaints } = await mux(fragment?.bytes ?? Buffer.alloc(0), 'mpegts', 'matroska');
  expect(complaints).toBe('');
  const { packets } = await packetsOf(file, 'matroska');
  expect(packets).toHaveLength(framesOf(codec, stream).length);
});

test('a hole stays a hole', async () => {
  const segments = store(pack('aac', await sound(media.sound, 3, 'adts'), 43, 0));
  const kept = segments.filter((_, index) => index !== 1);
  const [fragment] = cut(kept, [0], 90_000);
  const { file } = await mux(fragment?.bytes ?? Buffer.alloc(0), 'mpegts', 'matroska');
  const { packets } = await packetsOf(file, 'matroska');
  const steps = packets.slice(1).map(({ pts }, index) => pts - (packets[index]?.pts ?? 0));
  expect(steps.filter((step) => step > 0.9)).toHaveLength(1);
});

test('without a tag a segment counts from 0 in samples', async () => {
  const stream = await sound(media.sound, 2, 'adts');
  const frames = framesOf('aac', stream).length;
  const read = readSegment(stream, null);
  expect(read).toMatchObject({ timed: false, wrap: null });
  expect(read.streams[0]).toMatchObject({
    timescale: 44_100,
    first: 0,
    end: frames * 1024,
    units: frames,
    shown: '44.1 kHz mono',
  });
  const feed = openFeed({ fromCut: true, to: { ticks: 2, timescale: 1 } }, 'adts');
  const out = feed.push({ data: stream, init: null, shift: { ticks: 1, timescale: 2 } });
  const { packets } = await packetsOf(Buffer.concat(out), 'mpegts');
  expect(packets[0]?.pts).toBeCloseTo(feedOrigin + 0.5, 4);
  expect(packets).toHaveLength(Math.ceil((1.5 * 44_100) / 1024));
});

test('tags are found among other tags and frames, and garbage is passed over', async () => {
  const frames = framesOf('mp3', await sound(media.mp3, 2, 'mp3')).map(({ bytes }) => bytes);
  const [one, other] = [Buffer.concat(frames.slice(0, 20)), Buffer.concat(frames.slice(20, 40))];
  const text = id3Frame('TXXX', Buffer.from('\x03title\0a song', 'latin1'));
  const plainTag = id3(0n, []).subarray(0, 10).fill(0, 6, 10);
  const data = Buffer.concat([
    plainTag,
    id3(123_456n, [text]),
    one,
    id3(5n),
    other,
    Buffer.from('TAG'),
    Buffer.alloc(125),
  ]);
  expect(readSegment(data, null).streams[0]).toMatchObject({ first: 123_456, units: 40, codec: 'mp3' });
  const broken = Buffer.concat([frames[0]?.subarray(100) ?? Buffer.alloc(0), one, Buffer.alloc(50, 7), other]);
  expect(readSegment(broken, null).streams[0]?.units).toBe(40);
  expect(() => readSegment(one.subarray(0, -1), null)).toThrow(expect.objectContaining({ code: 'corrupt-media' }));
});

import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Chunk } from '../../../../engine/record/media/chunker/chunk.ts';
import { openChunker } from '../../../../engine/record/media/chunker/open-chunker.ts';
import { readSegment } from '../../../../engine/record/media/read.ts';
import { framesOf } from '../audio/packing.ts';
import { cut, keysOf, store } from '../cutting.ts';
import { media } from '../mp4/making.ts';
import { hashes, mux, packetsOf } from '../packets.ts';
import { make } from '../ts/ffmpeg.ts';

const ts = ['-muxdelay', '0', '-f', 'mpegts'];
const long = media.h264.map((arg) => (arg === '25' ? '125' : arg));
const sources = {
  ts: [...media.reordered, '-t', '7', ...ts],
  slow: [...long, '-t', '9', ...ts],
  mpeg2: [...media.h264.slice(0, 8), '-c:v', 'mpeg2video', '-g', '15', '-c:a', 'mp2', '-t', '6', ...ts],
  soundTs: [...media.sound, '-t', '7', ...ts],
  flv: [...media.reordered, '-t', '7', '-f', 'flv'],
  adts: [...media.sound, '-t', '7', '-f', 'adts'],
  mp3: [...media.mp3, '-t', '7', '-write_xing', '0', '-id3v2_version', '0', '-f', 'mp3'],
  ac3: [...media.eac3, '-t', '7', '-f', 'eac3'],
} as const;
type Name = keyof typeof sources;
const made = new Map<string, Buffer>();

beforeAll(async () => {
  for (const [name, source] of Object.entries(sources)) made.set(name, await make(source));
});

function stream(name: Name): Buffer {
  return made.get(name) ?? Buffer.alloc(0);
}

/** Sends a stream in pieces of these sizes, over and over. */
function chunksOf(bytes: Buffer, sizes: readonly number[] = [65_536]): Chunk[] {
  const chunker = openChunker();
  const chunks: Chunk[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(...chunker.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return [...chunks, ...chunker.end()];
}

const seconds = { ts: 7, slow: 9, mpeg2: 6, soundTs: 7, flv: 7, adts: 7, mp3: 7, ac3: 7 };

test.each(Object.keys(sources) as Name[])(
  '%s: chunks can be read one by one and are as long as they say',
  async (name) => {
    const chunks = chunksOf(stream(name));
    expect(chunks.length).toBeGreaterThan(2);
    const total = chunks.reduce((sum, { duration }) => sum + duration, 0);
    expect(Math.abs(total - seconds[name])).toBeLessThan(0.1);
    for (const { duration } of chunks) expect(duration).toBeLessThan(2.1);
    const units = { video: 0, audio: 0 };
    for (const { data, init, duration } of chunks) {
      const { streams } = readSegment(data, init);
      for (const { kind, units: count } of streams) units[kind] += count;
      const [main] = streams;
      const span = ((main?.end ?? 0) - (main?.first ?? 0)) / (main?.timescale ?? 1);
      expect(Math.abs(span - duration)).toBeLessThan(0.2);
    }
    const format = {
      slow: 'mpegts',
      ts: 'mpegts',
      mpeg2: 'mpegts',
      soundTs: 'mpegts',
      adts: 'aac',
      mp3: 'mp3',
      ac3: 'eac3',
      flv: 'flv',
    };
    const { packets } = await packetsOf(stream(name), format[name]);
    for (const kind of ['video', 'audio'] as const) expect(units[kind]).toBe(hashes(packets, kind).length);
  },
);

test.each(['ts', 'mpeg2', 'flv'] as const)('%s: chunks begin with a keyframe where one comes in time', (name) => {
  for (const { data, init } of chunksOf(stream(name))) {
    const video = readSegment(data, init).streams.find(({ kind }) => kind === 'video');
    const first = video?.keys[0];
    // In the order of decoding it is the first.
    expect(first?.dts).toBeLessThanOrEqual((video?.first ?? 0) + 1);
  }
});

test.each(Object.keys(sources) as Name[])('%s: in whatever pieces it comes, the same chunks come out', (name) => {
  const short = stream(name).subarray(0, 200_000);
  const wanted = chunksOf(short);
  const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 30_000 })), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(sizes, (pieces) => {
      const chunks = chunksOf(short, pieces.some((size) => size > 50) ? pieces : [...pieces, 5000]);
      expect(chunks.map(({ duration }) => duration)).toEqual(wanted.map(({ duration }) => duration));
      const [got, all] = [chunks, wanted].map((list) => Buffer.concat(list.map(({ data }) => data)));
      expect(Buffer.compare(got ?? Buffer.alloc(0), all ?? Buffer.alloc(1))).toBe(0);
    }),
    { numRuns: 8 },
  );
});

test.each(['ts', 'slow'] as const)('%s: chunks make fragments without losing a packet', async (name) => {
  const stored = store(chunksOf(stream(name)));
  const { times, timescale } = keysOf(stored);
  const places = times.filter((_, index) => index % 2 === 0);
  expect(places.length).toBeGreaterThanOrEqual(1);
  const found = [];
  for (const { bytes, format } of cut(stored, places, timescale)) {
    const { file } = await mux(bytes, format, 'mpegts');
    found.push(...(await packetsOf(file, 'mpegts')).packets);
  }
  // Parameter sets are put in by the muxer, so the source goes through it too.
  const { file } = await mux(stream(name), 'mpegts', 'mpegts');
  const source = await packetsOf(file, 'mpegts');
  expect(hashes(found, 'video')).toEqual(hashes(source.packets, 'video'));
  expect(hashes(found, 'audio')).toEqual(hashes(source.packets, 'audio'));
});

test('a transport stream that jumps, changes or is damaged ends a chunk there', async () => {
  const other = await make([...media.hevc, '-t', '3', ...ts]);
  const jumped = await make([...media.reordered, '-t', '3', '-output_ts_offset', '500', ...ts]);
  const whole = chunksOf(Buffer.concat([stream('ts'), jumped, other]));
  const shown = whole.map(({ data }) => {
    const { streams } = readSegment(data, null);
    const video = streams.find(({ kind }) => kind === 'video');
    const far = (video?.first ?? 0) > 400 * 90_000;
    expect(((video?.end ?? 0) - (video?.first ?? 0)) / 90_000).toBeLessThan(2.1);
    return `${video?.codec} ${far ? 'far' : 'near'}`;
  });
  expect([...new Set(shown)]).toEqual(['h264 near', 'h264 far', 'hevc near']);
  const packets = stream('ts').length / 188;
  const damaged = Buffer.concat([
    stream('ts').subarray(0, Math.floor(packets / 2) * 188 + 77),
    Buffer.alloc(1000, 0x47),
    stream('ts').subarray((Math.floor(packets / 2) + 1) * 188),
  ]);
  const left = chunksOf(damaged).map(({ data }) => readSegment(data, null).streams[0]?.units ?? 0);
  const all = chunksOf(stream('ts')).map(({ data }) => readSegment(data, null).streams[0]?.units ?? 0);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  expect(sum(left)).toBeGreaterThanOrEqual(sum(all) - 2);
});

test('radio goes on behind garbage and tags, and where its sampling changes a chunk begins', async () => {
  const frames = framesOf('mp3', stream('mp3')).map(({ bytes }) => bytes);
  const slower = await make([
    '-f',
    'lavfi',
    '-i',
    'sine=r=22050',
    '-c:a',
    'libmp3lame',
    '-t',
    '3',
    ...sources.mp3.slice(-6),
  ]);
  const picture = Buffer.alloc(40_000, 0xff);
  const tag = Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), Buffer.from([0, 2, 0x38, 0x40]), picture]);
  const mixed = Buffer.concat([
    frames[0]?.subarray(50) ?? Buffer.alloc(0),
    ...frames.slice(1, 100),
    tag,
    ...frames.slice(100, 150),
    Buffer.from('some other bytes'),
    ...frames.slice(150),
    slower,
  ]);
  const chunks = chunksOf(mixed, [1000]);
  const read = chunks.map(({ data }) => readSegment(data, null).streams[0]);
  const units = (shown: string) => read.filter((each) => each?.shown === shown).map((each) => each?.units ?? 0);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  expect(sum(units('44.1 kHz mono'))).toBe(frames.length - 1);
  expect(sum(units('22.05 kHz mono'))).toBe(framesOf('mp3', slower).length);
});

test('a stream that never shows a picture does not gather for ever', () => {
  const packet = Buffer.alloc(188, 0xff);
  packet.set([0x47, 0x1f, 0xff, 0x10]);
  const chunker = openChunker();
  const million = Buffer.concat(Array.from({ length: 5600 }, () => packet));
  const chunks = Array.from({ length: 20 }, () => chunker.push(million)).flat();
  expect(chunks).toHaveLength(1);
});

test('what cannot be split is said to be so', () => {
  const chunker = (bytes: Buffer) => () => openChunker().push(Buffer.concat([bytes, Buffer.alloc(5000)]));
  expect(chunker(Buffer.from('OggS'))).toThrow(expect.objectContaining({ code: 'unsupported' }));
  expect(chunker(Buffer.from('1a45dfa3', 'hex'))).toThrow(expect.objectContaining({ code: 'unsupported' }));
  expect(chunker(Buffer.from('<html>'))).toThrow(expect.objectContaining({ code: 'corrupt-media' }));
  expect(openChunker().end()).toEqual([]);
});

import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { feedOrigin } from '../../../../engine/record/feed.ts';
import { FlvChunker } from '../../../../engine/record/media/chunker/flv-chunker.ts';
import { firstTag, tagsIn } from '../../../../engine/record/media/flv/tag.ts';
import { openFeed } from '../../../../engine/record/media/open-feed.ts';
import { readSegment } from '../../../../engine/record/media/read.ts';
import { cut, keysOf, store } from '../cutting.ts';
import { media } from '../mp4/making.ts';
import { hashes, mux, packetsOf } from '../packets.ts';
import { make } from '../ts/ffmpeg.ts';

const sources = {
  reordered: [...media.reordered, '-t', '6'],
  mp3: [...media.h264.slice(0, -2), '-ar', '44100', '-c:a', 'libmp3lame', '-t', '5'],
  sound: [...media.sound, '-t', '6'],
} as const;
const made = new Map<string, Buffer>();

beforeAll(async () => {
  for (const [name, source] of Object.entries(sources)) made.set(name, await make([...source, '-f', 'flv']));
});

function file(name: keyof typeof sources): Buffer {
  return made.get(name) ?? Buffer.alloc(0);
}

function chunks(stream: Buffer) {
  const chunker = new FlvChunker();
  return [...chunker.push(stream), ...chunker.end()];
}

test.each(['reordered', 'mp3'] as const)('%s: no packet is lost or doubled at cuts', async (name) => {
  const stored = store(chunks(file(name)));
  expect(stored.length).toBeGreaterThan(3);
  const { times, timescale } = keysOf(stored);
  const places = [0, 1, 3].map((index) => times[index] ?? Number.NaN);
  const source = await packetsOf(file(name), 'flv');
  const found = [];
  for (const [index, { bytes, format, passed }] of cut(stored, places, timescale).entries()) {
    const { file: fragment, complaints } = await mux(bytes, format, 'mp4');
    expect(complaints).toBe('');
    const { packets } = await packetsOf(fragment, 'mp4');
    const first = packets.find(({ kind }) => kind === 'video');
    expect(first).toMatchObject({ key: true, pts: 0 });
    const length = ((places[index + 1] ?? Number.POSITIVE_INFINITY) - (places[index] ?? 0)) / timescale;
    for (const { pts } of packets) expect(pts).toBeLessThan(length);
    for (const { kind, units } of passed.values())
      expect(packets.filter((each) => each.kind === kind)).toHaveLength(units);
    found.push(...packets);
  }
  expect(hashes(found, 'video')).toEqual(hashes(source.packets, 'video'));
  expect(hashes(found, 'audio')).toEqual(hashes(source.packets, 'audio'));
});

test('what is in it is read as ffprobe reads it', async () => {
  const { packets } = await packetsOf(file('reordered'), 'flv');
  const { streams } = readSegment(file('reordered'), null);
  expect(streams.map(({ codec, shown }) => [codec, shown])).toEqual([
    ['h264', '160×120'],
    ['aac', '44.1 kHz stereo'],
  ]);
  for (const { kind, first, units, keys } of streams) {
    const same = packets.filter((packet) => packet.kind === kind);
    expect(units).toBe(same.length);
    expect(first).toBe(Math.round(1000 * Math.min(...same.map(({ pts }) => pts))));
    const expected = kind === 'audio' ? [] : same.filter(({ key }) => key).map(({ pts }) => Math.round(pts * 1000));
    expect(keys.map(({ pts }) => pts)).toEqual(expected);
  }
});

/** The same stream with times that many milliseconds later, modulo 2^32. */
function later(stream: Buffer, milliseconds: number): Buffer {
  const copy = Buffer.from(stream);
  for (const { start, timestamp } of tagsIn(stream, firstTag(stream))) {
    const time = (timestamp + milliseconds) >>> 0;
    copy.writeUIntBE(time & 0xffffff, start + 4, 3);
    copy.writeUInt8(time >>> 24, start + 7);
  }
  return copy;
}

test('times go on over the end of 32 bits', () => {
  const offset = 2 ** 32 - 2500;
  const stored = store(chunks(later(file('reordered'), offset)));
  const plain = store(chunks(file('reordered')));
  expect(stored.map(({ media: { streams } }) => streams.map(({ units }) => units))).toEqual(
    plain.map(({ media: { streams } }) => streams.map(({ units }) => units)),
  );
  for (const [index, { media: read }] of stored.entries()) {
    const [was, is] = [plain[index]?.media.streams[0], read.streams[0]];
    // Each segment counts as its own first timestamp does.
    const lift = ((is?.first ?? 0) - (was?.first ?? 0) - offset) % 2 ** 32;
    expect(lift === 0).toBe(true);
    expect((is?.end ?? 0) - (is?.first ?? 0)).toBe((was?.end ?? 0) - (was?.first ?? 0));
  }
  const feed = openFeed({ fromCut: false, to: null }, 'flv');
  const out = stored.flatMap(({ data, init, media: read }) => {
    const lift = (read.streams[0]?.first ?? 0) < 2 ** 31 ? 2 ** 32 : 0;
    return feed.push({ data, init, shift: { ticks: lift - offset, timescale: 1000 } });
  });
  const moved = Buffer.concat(out);
  const dts = [...tagsIn(moved, firstTag(moved))].filter(({ body }) => body[1] === 1).map(({ timestamp }) => timestamp);
  expect(dts[0]).toBe(feedOrigin * 1000);
  expect(Math.max(...dts)).toBeLessThan((feedOrigin + 7) * 1000);
  expect(dts).toEqual(dts.toSorted((one, other) => one - other));
});

test('pictures that are wrongly marked as keyframes are none, and are marked again', async () => {
  const stream = Buffer.from(file('reordered'));
  for (const { kind, start, body } of tagsIn(stream, firstTag(stream))) {
    if (kind === 'video' && body[1] === 1) stream.writeUInt8(0x17, start + 11);
  }
  const stored = store(chunks(stream));
  const right = keysOf(store(chunks(file('reordered'))));
  expect(keysOf(stored).times).toEqual(right.times);
  const [fragment] = cut(stored, [right.times[0] ?? 0], 1000);
  const { packets } = await packetsOf(fragment?.bytes ?? Buffer.alloc(0), 'flv');
  expect(packets.filter(({ kind, key }) => kind === 'video' && key)).toHaveLength(right.times.length);
});

test('sound alone is cut between its frames', () => {
  const stored = store(chunks(file('sound')));
  const all = stored.reduce((sum, { media: read }) => sum + (read.streams[0]?.units ?? 0), 0);
  expect(stored.length).toBeGreaterThan(2);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 5900 }), { maxLength: 4 }), (offsets) => {
      const cuts = [0, ...offsets.toSorted((one, other) => one - other)];
      const units = cut(stored, cuts, 1000).map(({ passed }) => passed.get(1)?.units ?? 0);
      expect(units.reduce((sum, each) => sum + each, 0)).toBe(all);
    }),
    { numRuns: 30 },
  );
});

test('Enhanced RTMP names codecs by four characters', () => {
  const head = Buffer.from([...Buffer.from('FLV'), 1, 1, 0, 0, 0, 9, 0, 0, 0, 0]);
  const tag = (time: number, body: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(15 + body.length);
    bytes.writeUInt8(9, 0);
    bytes.writeUIntBE(body.length, 1, 3);
    bytes.writeUIntBE(time, 4, 3);
    bytes.set(body, 11);
    bytes.writeUInt32BE(11 + body.length, 11 + body.length);
    return bytes;
  };
  const name = [...Buffer.from('av01')];
  const [key, other] = [
    [0x0a, 1, 0, 0x32, 1, 0x10],
    [0x32, 1, 0x30],
  ];
  const data = Buffer.concat([
    head,
    tag(0, [0x90, ...name, 0x81, 0, 0, 0]),
    tag(0, [0x91, ...name, ...key]),
    tag(40, [0xa1, ...name, ...other]),
    tag(80, [0xa3, ...name, ...other]),
    tag(120, [0x92, ...name]),
  ]);
  expect(readSegment(data, null).streams[0]).toMatchObject({
    codec: 'av1',
    units: 3,
    first: 0,
    end: 120,
    keys: [{ pts: 0, dts: 0 }],
  });
});

test('pictures without what their decoder has to know first are refused', () => {
  const stream = file('reordered');
  const tags = [...tagsIn(stream, firstTag(stream))];
  const bare = tags.filter(({ kind, body }) => kind === 'video' && body[1] === 1);
  const data = Buffer.concat(bare.map(({ start, end }) => stream.subarray(start, end)));
  expect(() => readSegment(data, stream.subarray(0, 13))).toThrow(expect.objectContaining({ code: 'corrupt-media' }));
});

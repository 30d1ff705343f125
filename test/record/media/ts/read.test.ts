import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import { openTsFeed } from '../../../../engine/record/media/ts/feed.ts';
import { readTs } from '../../../../engine/record/media/ts/read.ts';
import { programmePackets } from '../../../../engine/record/media/ts/write-programme.ts';
import { demux } from './elementary.ts';
import { run } from './ffmpeg.ts';
import { media, pictures, unsplit } from './media.ts';
import { split } from './pieces.ts';
import { packetsOf } from './probe.ts';

const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-x264-params'];
const simple = media['H.264 with 29.97 pictures a second, AAC of several frames in a PES packet'];
const open = media['H.264 in open groups that vary, AC-3'];

function failureOf(read: () => unknown): Failure {
  try {
    read();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

describe.each(Object.entries(media))('%s', (_, make) => {
  test('is what ffprobe finds', async () => {
    const ts = await make();
    const { packets } = await packetsOf(ts);
    const { streams } = readTs(ts);
    for (const [index, { kind, units, first, keys }] of streams.entries()) {
      const own = packets.filter(({ stream }) => stream === index);
      // ffprobe reads a stream that wraps as one that began below 0, and times to the microsecond.
      const times = own
        .map(({ pts }) => Math.round(pts * 90_000) + (first > 2 ** 32 ? 2 ** 33 : 0))
        .sort((a, b) => a - b);
      expect(units).toBe(own.length);
      expect(Math.abs(first - (times[0] ?? 0))).toBeLessThanOrEqual(1);
      expect(keys.length).toBe(kind === 'video' ? own.filter(({ isKey }) => isKey).length : 0);
    }
  });

  test('says of pieces together what it says of all of it', async () => {
    const ts = await make();
    const whole = readTs(ts).streams;
    const middle = Math.floor(ts.length / 188 / 3);
    const pieces = split(ts, [middle, middle * 2]).map(({ data, init, offset }) => ({ offset, ...readTs(data, init) }));
    for (const { id, units, first, end, keys } of whole) {
      const own = pieces.flatMap(({ offset, streams }) =>
        streams.filter((stream) => stream.id === id).map((stream) => ({ offset, ...stream })),
      );
      expect(own.reduce((sum, stream) => sum + stream.units, 0)).toBe(units);
      expect(Math.min(...own.map((stream) => stream.first + stream.offset))).toBe(first);
      expect(Math.max(...own.map((stream) => stream.end + stream.offset))).toBe(end);
      const shown = own.flatMap((stream) => stream.keys.map(({ pts }) => pts + stream.offset));
      expect(shown).toEqual(keys.map(({ pts }) => pts));
    }
  });
});

test.each(Object.entries(unsplit))('%s is read by its PES packets', async (_, make) => {
  const ts = await make();
  const { streams } = readTs(ts);
  const times =
    demux(ts, [257])
      .pes.get(257)
      ?.map(({ pts }) => pts) ?? [];
  expect(streams[1]).toMatchObject({ first: Math.min(...times), units: times.length, keys: [] });
  expect(streams[1]?.end).toBeGreaterThan(Math.max(...times));
});

describe('the format', () => {
  test.each([
    ['1920x1080', [...x264, 'ref=1'], '1920×1080', /^h264 42c028 1920x1080p 1:8$/],
    ['1920x1080', [...x264, 'tff=1'], '1920×1080', /^h264 4d\w{4} 1920x1080i 1:8$/],
    ['162x122', [...x264, 'cqm=jvt', '-pix_fmt', 'yuv444p'], '162×122', /^h264 f4\w{4} 162x122p 3:8$/],
    ['162x122', [...x264, 'cqm=jvt', '-pix_fmt', 'yuv422p10le'], '162×122', /^h264 7a\w{4} 162x122p 2:10$/],
    ['162x122', ['-c:v', 'libx265', '-x265-params', 'log-level=none'], '162×122', /^hevc 1.L\d+ 162x122 1:8$/],
    [
      '162x122',
      ['-c:v', 'libx265', '-x265-params', 'log-level=none:temporal-layers=1', '-pix_fmt', 'yuv422p10le'],
      '162×122',
      /^hevc 4.L\d+ 162x122 2:10$/,
    ],
    ['176x144', ['-c:v', 'mpeg2video'], '176×144', /^mpeg2 72 176x144 /],
    ['176x144', ['-c:v', 'mpeg1video'], '176×144', /^mpeg1 176x144 /],
  ])('of %s %j', async (size, args, shown, format) => {
    const stream = readTs(await pictures(size, ...args)).streams[0];
    expect(stream?.shown).toBe(shown);
    expect(stream?.format).toMatch(format);
  });

  test('is empty when the segment does not tell', async () => {
    const ts = await simple();
    const [piece] = split(ts, [30, 60]).slice(1);
    const video = piece && readTs(piece.data, piece.init).streams.find(({ kind }) => kind === 'video');
    expect(video?.units).toBeGreaterThan(0);
    expect(video).toMatchObject({ format: '', keys: [] });
  });
});

describe('keyframes', () => {
  test('are I pictures with a parameter set where the encoder marks no recovery points', async () => {
    const filter = [
      '-v',
      'error',
      '-i',
      'pipe:0',
      '-map',
      '0:v',
      '-c',
      'copy',
      '-bsf:v',
      'filter_units=remove_types=6',
    ];
    const bare = (
      await run(
        'ffmpeg',
        [...filter, '-copyts', '-muxpreload', '0', '-muxdelay', '0', '-f', 'mpegts', 'pipe:1'],
        await open(),
      )
    ).out;
    const keysOf = (ts: Buffer) => readTs(ts).streams[0]?.keys.length;
    expect(keysOf(bare)).toBe(keysOf(await open()));
  });

  test('are not where the picture is only refreshed bit by bit', async () => {
    const ts = await pictures('160x120', ...x264, 'intra-refresh=1:keyint=4');
    expect(readTs(ts).streams[0]?.keys.length).toBe(1);
  });
});

describe('packets', () => {
  test('of 192 and of 204 bytes, behind ID3 and behind noise, are read alike', async () => {
    const ts = await simple();
    const packets = Array.from({ length: ts.length / 188 }, (_, index) => ts.subarray(index * 188, index * 188 + 188));
    const wide = (before: number, after: number) =>
      Buffer.concat(packets.flatMap((packet) => [Buffer.alloc(before, 7), packet, Buffer.alloc(after, 0x47)]));
    const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x01\x00', 'latin1'), Buffer.alloc(128, 0x47)]);
    const expected = readTs(ts);
    expect(readTs(wide(4, 0))).toEqual(expected);
    expect(readTs(wide(0, 16))).toEqual(expected);
    expect(readTs(Buffer.concat([tag, ts]))).toEqual(expected);
    expect(readTs(Buffer.concat([ts, Buffer.from('\n')]))).toEqual(expected);
    const torn = Buffer.concat([ts.subarray(0, 188 * 20), Buffer.from('what is this'), ts.subarray(188 * 20)]);
    expect(readTs(torn)).toEqual(expected);
    const feed = openTsFeed({ fromCut: false, to: null });
    const out = Buffer.concat(feed.push({ data: wide(4, 0), init: null, shift: { ticks: 0, timescale: 1 } }));
    expect(readTs(out).streams.map(({ units }) => units)).toEqual(expected.streams.map(({ units }) => units));
  });

  test('that are sent twice count once', async () => {
    const ts = await simple();
    const twice = Array.from({ length: ts.length / 188 }, (_, index) => {
      const packet = ts.subarray(index * 188, index * 188 + 188);
      return index % 5 === 0 ? Buffer.concat([packet, packet]) : packet;
    });
    expect(readTs(Buffer.concat(twice))).toEqual(readTs(ts));
  });

  test('of a programme whose map needs several of them', async () => {
    const ts = await simple();
    const note = Buffer.concat([Buffer.from([0x0a, 250]), Buffer.alloc(250, 0x20)]);
    const stream = (pid: number, type: number) => ({ pid, type, descriptors: note });
    const map = (...types: number[]) =>
      programmePackets(
        { pid: 0, count: 0 },
        { pid: 4096, count: 0 },
        {
          of: { number: 1, mapPid: 4096, clockPid: 256, descriptors: note, streams: [] },
          streams: types.map((type, index) => stream(256 + index, type)),
          version: 0,
        },
      );
    const bare = ts.subarray(188 * 3);
    expect(map(0x1b, 0x0f).length).toBe(188 * 6);
    expect(readTs(bare, map(0x1b, 0x0f))).toEqual(readTs(bare, ts.subarray(0, 188 * 3)));
    expect(failureOf(() => readTs(bare.subarray(0, 188 * 9), map(0xdb, 0x0f))).code).toBe('protected');
    expect(failureOf(() => readTs(bare.subarray(0, 188 * 9), map(0x15, 0x86))).code).toBe('corrupt-media');
  });
});

describe('what is no segment', () => {
  test('is refused with a reason', async () => {
    const ts = await simple();
    const html = Buffer.from('<!DOCTYPE html><html><body>Not found</body></html>'.repeat(40));
    expect(failureOf(() => readTs(html)).code).toBe('corrupt-media');
    expect(failureOf(() => readTs(html)).detail).toContain('<!DOCTYPE html>');
    expect(failureOf(() => readTs(new Uint8Array())).code).toBe('corrupt-media');
    expect(failureOf(() => readTs(Buffer.alloc(50_000, 0x47))).code).toBe('corrupt-media');
    expect(failureOf(() => readTs(ts.subarray(0, ts.length / 2 + 50))).detail).toContain('is cut');
    expect(failureOf(() => readTs(ts.subarray(188 * 3, 188 * 9))).detail).toContain('no programme');
    expect(failureOf(() => readTs(ts.subarray(0, 188 * 3))).detail).toContain('begins in it');
    const mixed = Buffer.concat([ts.subarray(0, 188 * 50), Buffer.alloc(188 * 80, 1)]);
    expect(failureOf(() => readTs(mixed)).detail).toContain('most of it');
  });

  test('is refused as protected when it is scrambled', async () => {
    const ts = Buffer.from(await simple());
    const scramble = (at: number) => ts.writeUInt8(ts.readUInt8(at + 3) | 0x80, at + 3);
    // One wrong bit does not make it so.
    scramble(188 * 40);
    expect(readTs(ts).streams.length).toBe(2);
    for (let at = 188 * 3; at < ts.length; at += 188) scramble(at);
    expect(failureOf(() => readTs(ts)).code).toBe('protected');
  });

  test('is refused as protected when its PES packets are scrambled', async () => {
    const ts = Buffer.from(await simple());
    for (let at = 188 * 3; at < ts.length; at += 188) {
      const isSound = (ts.readUInt16BE(at + 1) & 0x5fff) === 0x4101;
      const pes = at + ((ts.readUInt8(at + 3) & 0x20) === 0 ? 4 : 5 + ts.readUInt8(at + 4));
      if (isSound) ts.writeUInt8(ts.readUInt8(pes + 6) | 0x10, pes + 6);
    }
    expect(failureOf(() => readTs(ts)).detail).toContain('stream 257');
  });

  test('whatever is damaged, a failure is all that comes of it', async () => {
    const sources = await Promise.all([simple(), open(), media['AAC across PES packets'](), unsplit.LATM()]);
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(fc.constantFrom(...sources), damage, fc.nat(60), (source, changes, length) => {
        const data = Buffer.from(source.subarray(0, (length + 4) * 188));
        for (const [at, byte] of changes) data[at % data.length] = byte;
        const feed = openTsFeed({ fromCut: false, to: { ticks: 90_000, timescale: 90_000 } });
        try {
          readTs(data);
          feed.push({ data, init: null, shift: { ticks: 0, timescale: 90_000 } });
          feed.push({ data: Buffer.from(source), init: null, shift: { ticks: 0, timescale: 90_000 } });
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
        }
      }),
      { numRuns: 400 },
    );
  });
});

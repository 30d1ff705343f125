import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTsFeed } from '../../../../engine/record/media/ts/feed.ts';
import { readTs } from '../../../../engine/record/media/ts/read.ts';
import { moveClock, readTimestamp, Unwrap, writeTimestamp } from '../../../../engine/record/media/ts/timestamp.ts';
import { cut } from './cutting.ts';
import { demux, streamOf } from './elementary.ts';
import { make, run } from './ffmpeg.ts';
import { media } from './media.ts';
import { packetsAsMp4, packetsOf } from './probe.ts';
import { straddle } from './straddle.ts';

const simple = media['H.264 with 29.97 pictures a second, AAC of several frames in a PES packet'];
const constant = media['a constant rate'];
const none = { ticks: 0, timescale: 90_000 };

/** The same packets in another container format of ffmpeg's. */
async function rewritten(ts: Buffer, ...flags: string[]): Promise<Buffer> {
  const input = ['-v', 'error', '-copyts', '-f', 'mpegts', '-i', 'pipe:0', '-map', '0', '-c', 'copy', '-muxdelay', '0'];
  return (await run('ffmpeg', [...input, '-muxpreload', '0', ...flags, '-f', 'mpegts', 'pipe:1'], ts)).out;
}

test('behind a discontinuity, streams go on under the PIDs they had', async () => {
  const [first, again] = [await simple(), await rewritten(await simple(), '-mpegts_start_pid', '0x300')];
  const end = readTs(first).streams[0]?.end ?? 0;
  const start = readTs(again).streams[0]?.first ?? 0;
  expect(readTs(again).streams.map(({ id }) => id)).toEqual([0x300, 0x301]);
  const feed = openTsFeed({ fromCut: false, to: null });
  const bytes = Buffer.concat([
    ...feed.push({ data: Buffer.from(first), init: null, shift: none }),
    ...feed.push({ data: Buffer.from(again), init: null, shift: { ticks: end - start, timescale: 90_000 } }),
    ...feed.end(),
  ]);
  const found = demux(bytes, [256, 257]);
  const [one, other] = [demux(first, [256, 257]), demux(again, [0x300, 0x301])];
  expect(new Set(found.pids)).toEqual(new Set([0, 4096, 256, 257]));
  expect(found.breaks).toEqual([]);
  expect(streamOf(found, 256).equals(Buffer.concat([streamOf(one, 256), streamOf(other, 0x300)]))).toBe(true);
  expect(streamOf(found, 257).equals(Buffer.concat([streamOf(one, 257), streamOf(other, 0x301)]))).toBe(true);
  const { packets, complaints } = await packetsOf(bytes);
  expect(complaints).toBe('');
  expect(new Set(packets.map(({ stream }) => stream))).toEqual(new Set([0, 1]));
});

test('over a gap, nothing of the hole is taken for what goes on', async () => {
  const ts = await simple();
  const init = ts.subarray(0, 188 * 3);
  const all = (await packetsOf(ts)).packets.filter(({ stream }) => stream === 1).map(({ hash }) => hash);
  const packet = fc.integer({ min: 10, max: ts.length / 188 - 200 });
  await fc.assert(
    fc.asyncProperty(packet, fc.integer({ min: 1, max: 150 }), fc.boolean(), async (from, missing, look) => {
      const [before, after] = [ts.subarray(0, from * 188), ts.subarray((from + missing) * 188)];
      // A counter of four bits cannot tell a hole of sixteen packets from none.
      fc.pre(!goOn(before, after, 256));
      const feed = openTsFeed({ fromCut: false, to: null });
      const out = [before, after].flatMap((data) => feed.push({ data: Buffer.from(data), init, shift: none }));
      const bytes = Buffer.concat([...out, ...feed.end()]);
      const found = demux(bytes, [256]);
      const expected = [before, after].map((data) => streamOf(demux(data, [256]), 256));
      expect(streamOf(found, 256).equals(Buffer.concat(expected))).toBe(true);
      expect(found.breaks).toEqual([]);
      if (!look) return;
      const frames = (await packetsOf(bytes)).packets.filter(({ stream }) => stream === 1).map(({ hash }) => hash);
      expect(frames.filter((hash) => !all.includes(hash))).toEqual([]);
      expect(frames.length).toBe(feed.passed.get(257)?.units);
    }),
    { numRuns: 20 },
  );
});

/** Whether the continuity counter of a PID goes on from one piece to the next, in the middle of a PES packet. */
function goOn(before: Buffer, after: Buffer, pid: number): boolean {
  const of = (ts: Buffer) =>
    packetsIn(ts).filter((packet) => (packet.readUInt16BE(1) & 0x1fff) === pid && (packet.readUInt8(3) & 0x10) !== 0);
  const [last, first] = [of(before).at(-1), of(after)[0]];
  if (last === undefined || first === undefined || (first.readUInt8(1) & 0x40) !== 0) return false;
  return ((last.readUInt8(3) + 1) & 15) === (first.readUInt8(3) & 15);
}

function packetsIn(ts: Buffer): Buffer[] {
  return Array.from({ length: ts.length / 188 }, (_, index) => ts.subarray(index * 188, index * 188 + 188));
}

test('packets that are sent twice are let out once', async () => {
  const ts = await simple();
  const twice = Buffer.concat(
    packetsIn(ts).flatMap((packet, index) => (index % 5 === 0 ? [packet, packet] : [packet])),
  );
  const feed = openTsFeed({ fromCut: false, to: null });
  const found = demux(Buffer.concat(feed.push({ data: twice, init: null, shift: none })), [256, 257]);
  expect(found.breaks).toEqual([]);
  const source = demux(ts, [256, 257]);
  for (const pid of [256, 257]) expect(streamOf(found, pid).equals(streamOf(source, pid))).toBe(true);
});

test('the clock moves with the timestamps', async () => {
  const ts = await constant();
  const keys = readTs(ts).streams[0]?.keys.map(({ pts }) => pts) ?? [];
  const [start = 0, from = 0] = keys;
  const [, second] = cut([{ data: ts, init: null, offset: 0 }], start, [from]);
  const source = clocksOf(ts).map((clock) => clock + 900_000 - from);
  const clocks = clocksOf(second?.bytes ?? Buffer.alloc(0));
  expect(clocks.length).toBeGreaterThan(10);
  expect(clocks.filter((clock) => !source.includes(clock))).toEqual([]);
});

/** The bases of the PCRs. */
function clocksOf(ts: Buffer): number[] {
  const stamped = packetsIn(ts).filter((packet) => (packet.readUInt8(3) & 0x20) !== 0 && packet.readUInt8(4) > 0);
  return stamped
    .filter((packet) => (packet.readUInt8(5) & 0x10) !== 0)
    .map((packet) => packet.readUInt32BE(6) * 2 + (packet.readUInt8(10) >> 7));
}

test('a stream that is only announced is not announced to ffmpeg before it comes', async () => {
  const ts = await simple();
  const silent = Buffer.concat(packetsIn(ts).filter((packet) => (packet.readUInt16BE(1) & 0x1fff) !== 257));
  const feed = openTsFeed({ fromCut: false, to: null });
  const first = Buffer.concat(feed.push({ data: Buffer.from(silent), init: null, shift: none }));
  expect([...feed.passed.keys()]).toEqual([256]);
  expect((await packetsAsMp4(first, [])).complaints).toBe('');
  const length = { ticks: 360_360, timescale: 90_000 };
  const both = Buffer.concat([
    first,
    ...feed.push({ data: Buffer.from(ts), init: null, shift: length }),
    ...feed.end(),
  ]);
  expect(feed.passed.get(257)?.units).toBe(readTs(ts).streams[1]?.units);
  expect(demux(both, [257]).breaks).toEqual([]);
});

test('a frame of E-AC-3 keeps what depends on it, over the ends of segments', async () => {
  const frames: Buffer[] = [];
  const sound = await make(['-f', 'lavfi', '-i', 'sine=r=48000:d=1', '-c:a', 'eac3', '-b:a', '96k', '-f', 'eac3']);
  const length = 2 * ((sound.readUInt16BE(2) & 0x07ff) + 1);
  for (let at = 0; at < sound.length; at += length) {
    const frame = sound.subarray(at, at + length);
    const dependent = Buffer.from(frame);
    dependent.writeUInt8(dependent.readUInt8(2) | 0x40, 2);
    frames.push(frame, dependent);
  }
  const args = ['-v', 'error', '-f', 'eac3', '-i', 'pipe:0', '-c', 'copy', '-f', 'mpegts', 'pipe:1'];
  const muxed = (await run('ffmpeg', args, Buffer.concat(frames))).out;
  // Each frame, and each that depends on one, in a PES packet of its own.
  const ts = straddle(muxed, 256, 'eac3', length);
  const whole = readTs(ts).streams[0];
  expect(whole).toMatchObject({ codec: 'eac3', units: frames.length / 2 });
  const border = fc.integer({ min: 4, max: ts.length / 188 - 1 });
  fc.assert(
    fc.property(border, fc.integer({ min: 1000, max: 80_000 }), (packet, at) => {
      const init = ts.subarray(0, 188 * 3);
      const pieces = [ts.subarray(0, packet * 188), ts.subarray(packet * 188)].map((data) => ({
        data,
        init,
        offset: 0,
      }));
      const start = whole?.first ?? 0;
      const found = cut(pieces, start, [start + at]).map(({ bytes }) => streamOf(demux(bytes, [256]), 256));
      expect(Buffer.concat(found).equals(streamOf(demux(ts, [256]), 256))).toBe(true);
      for (const part of found) expect(part.length % (2 * length)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('a fragment goes through ffmpeg into MPEG-TS again as it is', async () => {
  const ts = await constant();
  const [, key = 0] = readTs(ts).streams[0]?.keys.map(({ pts }) => pts) ?? [];
  const start = readTs(ts).streams[0]?.first ?? 0;
  for (const { bytes } of cut([{ data: ts, init: null, offset: 0 }], start, [key])) {
    const again = await packetsOf(await rewritten(bytes));
    const plain = await packetsOf(bytes);
    expect(again.complaints).toBe('');
    expect(again.packets.map(({ hash }) => hash).sort()).toEqual(plain.packets.map(({ hash }) => hash).sort());
  }
});

test('timestamps are moved to the tick, over the end of 33 bits', () => {
  const ticks = fc.integer({ min: 0, max: 2 ** 33 - 1 });
  const by = fc.integer({ min: -(2 ** 34), max: 2 ** 34 });
  const modulo = (value: number) => Number(BigInt.asUintN(33, BigInt(value)));
  fc.assert(
    fc.property(ticks, by, fc.integer({ min: 0, max: 511 }), (value, move, extension) => {
      const stamp = Buffer.from([0x31, 0, 0, 0, 0]);
      writeTimestamp(stamp, 0, value + move);
      expect(readTimestamp(stamp, 0)).toBe(modulo(value + move));
      expect(stamp[0] ?? 0).toBe(0x31 | (stamp[0] ?? 0));
      const clock = Buffer.alloc(6);
      const bits = (BigInt(value) << 15n) | 0x7e00n | BigInt(extension);
      clock.writeUIntBE(Number(bits), 0, 6);
      moveClock(clock, 0, move);
      expect(BigInt(clock.readUIntBE(0, 6))).toBe((BigInt(modulo(value + move)) << 15n) | 0x7e00n | BigInt(extension));
    }),
  );
  const unwrap = new Unwrap();
  expect([2 ** 33 - 100, 50, 2 ** 33 - 200].map((raw) => unwrap.of(raw))).toEqual([
    2 ** 33 - 100,
    2 ** 33 + 50,
    2 ** 33 - 200,
  ]);
});

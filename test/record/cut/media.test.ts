import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CutRules } from '../../../engine/record/cut/cutter.ts';
import { feedOrigin } from '../../../engine/record/feed.ts';
import type { FragmentPlan, FragmentTrack } from '../../../engine/record/fragment.ts';
import type { JournalEntry } from '../../../engine/record/journal-entry.ts';
import { openFeed } from '../../../engine/record/media/open-feed.ts';
import type { StoredSegment } from '../../../engine/record/stored.ts';
import { testFolder } from '../../files/folder.ts';
import { aac, h264, picture, record, tone } from '../finish/recorded.ts';
import { type Packet, packetsOf } from '../media/packets.ts';
import { Recorder } from './cutting.ts';

/** The packets of the segments themselves. */
async function packetsIn(folder: string, segments: readonly StoredSegment[]): Promise<Packet[]> {
  const map = segments[0]?.map ?? null;
  const files = [...(map === null ? [] : [map]), ...segments.map(({ file }) => file)];
  const bytes = await Promise.all(files.map((file) => readFile(join(folder, file))));
  const container = segments[0]?.media.container ?? 'ts';
  const formats: Readonly<Record<string, string>> = { ts: 'mpegts', adts: 'aac' };
  const { packets } = await packetsOf(Buffer.concat(bytes.map(withoutTag)), formats[container] ?? container);
  return packets;
}

/** Bare sound may begin with an ID3 tag, which would count as sound of the file before. */
function withoutTag(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 0, 3) !== 'ID3') return bytes;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10);
  return bytes.subarray(10 + (a << 21) + (b << 14) + (c << 7) + d);
}

/** What a track gives to a fragment. */
async function packetsFor(folder: string, plan: FragmentPlan, track: FragmentTrack): Promise<Packet[]> {
  const { fromCut = plan.fromCut, to = plan.to, pieces } = track;
  const feed = openFeed({ fromCut, to }, pieces[0]?.segment.media.container ?? 'ts');
  const out: Uint8Array[] = [];
  for (const { segment, shift } of pieces) {
    const init = segment.map === null ? null : await readFile(join(folder, segment.map));
    out.push(...feed.push({ data: await readFile(join(folder, segment.file)), init, shift }));
  }
  out.push(...feed.end());
  const { packets, complaints } = await packetsOf(Buffer.concat(out), feed.format);
  // The last fragment may be too short for ffprobe to be sure.
  if (!complaints.includes('TS packet size')) expect(complaints).toBe('');
  return packets.map((packet) => ({ ...packet, pts: packet.pts - feedOrigin }));
}

interface Made {
  readonly recorder: Recorder;
  /** by fragment, then by track */
  readonly fragments: readonly (readonly { readonly track: string; readonly packets: readonly Packet[] }[])[];
}

/** Records segments of some tracks and makes the fragments' streams. */
async function make(
  folder: string,
  how: Partial<CutRules>,
  ...tracks: readonly (readonly StoredSegment[])[]
): Promise<Made> {
  const recorder = new Recorder({
    duration: null,
    fragment: null,
    onGap: 'new-fragment',
    onDiscontinuity: 'new-fragment',
    ...how,
  });
  const most = Math.max(...tracks.map(({ length }) => length));
  const entries: JournalEntry[] = [];
  for (let index = 0; index < most; index += 1)
    for (const track of tracks) {
      const segment = track[index];
      const before = track[index - 1];
      if (segment === undefined) continue;
      const count = before === undefined ? 0 : segment.sequence - before.sequence - 1;
      const { track: id, epoch } = segment;
      const sequence = segment.sequence - count;
      const common = { at: 0, track: id, epoch, sequence, count, duration: count, detail: null };
      if (count > 0) entries.push({ type: 'missing', cause: 'not-found', ...common });
      entries.push({ type: 'stored', at: 0, segment });
    }
  recorder.take([...entries, { type: 'ended', at: 0, why: 'stream' }]).end();
  const fragments: { track: string; packets: Packet[] }[][] = [];
  for (const plan of recorder.plans()) {
    const made = plan.tracks.map(async (track) => ({
      track: track.track,
      packets: await packetsFor(folder, plan, track),
    }));
    fragments.push(await Promise.all(made));
  }
  return { recorder, fragments };
}

function hashesOf(packets: readonly Packet[], kind: Packet['kind']): string[] {
  return packets.filter((packet) => packet.kind === kind).map(({ hash }) => hash);
}

/** Every packet of the source is in exactly one fragment, in order. */
async function expectWhole(folder: string, { fragments }: Made, ...tracks: readonly (readonly StoredSegment[])[]) {
  for (const segments of tracks) {
    const source = await packetsIn(folder, segments);
    const id = segments[0]?.track;
    const got = fragments.flatMap((streams) =>
      streams.filter(({ track }) => track === id).flatMap(({ packets }) => packets),
    );
    for (const kind of ['video', 'audio'] as const) expect(hashesOf(got, kind)).toEqual(hashesOf(source, kind));
  }
}

/** Pictures begin with a keyframe at 0 and end within the limit; sound begins and ends with them. */
function expectWithin({ fragments, recorder }: Made, limit: number, picture: number): void {
  for (const [index, streams] of fragments.entries()) {
    const packets = streams.flatMap((one) => one.packets);
    const pictures = packets.filter(({ kind }) => kind === 'video');
    expect(pictures[0]).toMatchObject({ key: true, pts: expect.closeTo(0, 4) });
    expect(Math.max(...pictures.map(({ pts }) => pts)) + picture).toBeLessThanOrEqual(limit + 1e-4);
    const sound = packets.filter(({ kind }) => kind === 'audio').map(({ pts }) => pts);
    const length = recorder.closings[index]?.length ?? 0;
    if (index > 0) expect(Math.min(...sound)).toBeGreaterThanOrEqual(-1e-4);
    if (index < fragments.length - 1) expect(Math.max(...sound)).toBeLessThan(length);
  }
}

test('groups of a second in segments of a second', async () => {
  const folder = await testFolder();
  const segments = await record(folder, 'main', { args: [...picture, ...tone, ...h264, ...aac], form: 'ts' });
  const made = await make(folder, { fragment: 2 }, segments);
  expect(made.recorder.closings.map(({ length }) => length)).toEqual([2, 2, 2]);
  await expectWhole(folder, made, segments);
  expectWithin(made, 2, 0.04);
});

test('29.97 pictures a second, groups across segments that begin anywhere, over the wrap of the clock', async () => {
  const folder = await testFolder();
  const ntsc = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=30000/1001'] as const;
  const video = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '3', '-g', '37', '-sc_threshold', '0'] as const;
  const anywhere = ['-break_non_keyframes', '1', '-output_ts_offset', String(2 ** 33 / 90_000 - 3)] as const;
  const segments = await record(folder, 'main', {
    args: [...ntsc, ...tone, ...video, ...aac, ...anywhere],
    form: 'ts',
  });
  const made = await make(folder, { fragment: 3 }, segments);
  expect(made.recorder.closings.map(({ why, tooLong }) => [why, tooLong])).toEqual([
    ['limit', false],
    ['limit', false],
    ['end', false],
  ]);
  expect(made.recorder.closings[0]?.length).toBeCloseTo((2 * 37 * 1001) / 30_000, 4);
  expect(made.recorder.ledger.timeline({ url: '' }).breaks).toEqual([]);
  await expectWhole(folder, made, segments);
  expectWithin(made, 3, 1001 / 30_000);
});

test('fragmented MP4 with sound of its own, in other ticks and segments of another length', async () => {
  const folder = await testFolder();
  const main = await record(folder, 'main', { args: [...picture, ...h264], form: 'fmp4' });
  const audio = await record(folder, 'audio', { args: [...tone, ...aac], form: 'fmp4' });
  expect(
    new Set([...main, ...audio].flatMap(({ media }) => media.streams.map(({ timescale }) => timescale))).size,
  ).toBe(2);
  const made = await make(folder, { fragment: 2.5 }, main, audio);
  expect(made.recorder.closings.map(({ length }) => length)).toEqual([2, 2, 2]);
  await expectWhole(folder, made, main, audio);
  expectWithin(made, 2.5, 0.04);
});

test('sound alone, with and without timestamps', async () => {
  const folder = await testFolder();
  const ts = await record(folder, 'main', { args: [...tone, ...aac], form: 'ts' });
  const bare = await record(folder, 'other', { args: [...tone, ...aac], form: 'adts' });
  const mp3 = await record(folder, 'mp3', { args: [...tone, '-c:a', 'libmp3lame'], form: 'mp3' });
  for (const segments of [ts, bare, mp3]) {
    const main = segments.map((segment) => ({ ...segment, track: 'main' }));
    const made = await make(folder, { fragment: 2 }, main);
    expect(made.fragments.length).toBeGreaterThanOrEqual(3);
    await expectWhole(folder, made, main);
    for (const [streams] of made.fragments) {
      const sound = streams?.packets.map(({ pts }) => pts) ?? [];
      expect(sound[0]).toBeGreaterThan(-0.001);
      expect(sound[0]).toBeLessThan(0.03);
      expect(sound.at(-1)).toBeLessThanOrEqual(2 - 0.02);
    }
  }
});

test('what is left when segments are missing is all there, with the gap as it was or between fragments', async () => {
  const folder = await testFolder();
  const all = await record(folder, 'main', { args: [...picture, ...tone, ...h264, ...aac], form: 'ts' });
  const segments = all.filter((_, index) => index !== 2 && index !== 3);
  const apart = await make(folder, {}, segments);
  expect(apart.recorder.closings.map(({ why, at }) => [why, at])).toEqual([
    ['gap', 0],
    ['end', 4],
  ]);
  await expectWhole(folder, apart, segments);
  const on = await make(folder, { onGap: 'go-on' }, segments);
  expect(on.fragments).toHaveLength(1);
  await expectWhole(folder, on, segments);
  const pictures = on.fragments[0]?.[0]?.packets.filter(({ kind }) => kind === 'video').map(({ pts }) => pts) ?? [];
  expect(pictures.filter((pts) => pts >= 2 && pts < 3.99)).toEqual([]);
  expect(Math.max(...pictures)).toBeCloseTo(5.96, 3);
});

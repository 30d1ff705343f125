import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StreamPlan } from '../../../engine/record/plan.ts';
import type { PlaylistSegment } from '../../../engine/record/playlist.ts';
import { planDash } from '../../../engine/sources/dash/plan.ts';
import { readSegmentIndex, topBoxes } from '../../../engine/sources/dash/sidx.ts';
import { FakeWeb } from '../fake-web.ts';

const run = promisify(execFile);
const url = 'https://cdn.example/vod/manifest.mpd';
const { signal } = new AbortController();

let folder = '';
/** Files as they are published for on-demand playing: head, index, fragments. */
const files = new Map<string, Uint8Array>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-sidx-'));
  const made = async (name: string, ...input: string[]): Promise<void> => {
    const path = join(folder, name);
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', ...input, '-movflags', '+dash+global_sidx', path]);
    files.set(name, await readFile(path));
  };
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20', '-sc_threshold', '0'];
  await made('v.mp4', 'testsrc=size=160x120:rate=10:duration=8', ...video);
  await made('a.mp4', 'sine=440:duration=8', '-c:a', 'aac', '-frag_duration', '2000000');
});
afterAll(() => rm(folder, { recursive: true }));

/** First and last byte of the index of a file. */
function indexRange(name: string): [number, number] {
  for (const { type, start, end } of topBoxes(files.get(name) ?? new Uint8Array())) {
    if (type === 'sidx') return [start, end - 1];
  }
  throw new Error('no index');
}

function manifest(segmentBase: (name: string) => string): string {
  const set = (name: string, mime: string): string =>
    `<AdaptationSet mimeType="${mime}"><Representation id="${name}" bandwidth="1"><BaseURL>${name}</BaseURL>${segmentBase(name)}</Representation></AdaptationSet>`;
  return `<MPD type="static" mediaPresentationDuration="PT8S"><Period>${set('v.mp4', 'video/mp4')}${set('a.mp4', 'audio/mp4')}</Period></MPD>`;
}

async function plan(text: string): Promise<{ web: FakeWeb; plan: Extract<StreamPlan, { form: 'segmented' }> }> {
  const web = new FakeWeb({ [url]: text });
  for (const [name, bytes] of files) web.pages.set(`https://cdn.example/vod/${name}`, bytes);
  const answer = await web.get({ url, atMost: 1e9, signal });
  const made = await planDash(
    { url, answer, referer: null, title: null, quality: 'best', before: null },
    web,
    () => 0,
    signal,
  );
  if (made.form !== 'segmented') throw new Error('not in segments');
  return { web, plan: made };
}

function expectWhole(name: string, segments: readonly PlaylistSegment[]): void {
  const bytes = files.get(name) ?? new Uint8Array();
  expect(segments.reduce((sum, segment) => sum + segment.duration, 0)).toBeCloseTo(8, 1);
  // Head, index and segments lie one behind the other, and are all of the file but a random access index at its end.
  let at = indexRange(name)[1] + 1;
  for (const segment of segments) {
    expect(segment.range?.start).toBe(at);
    at += segment.range?.length ?? 0;
    const piece = bytes.subarray(segment.range?.start ?? 0, at);
    expect([...topBoxes(piece)].map((box) => box.type)).toEqual(expect.arrayContaining(['moof', 'mdat']));
    expect([...topBoxes(piece)].at(-1)?.end).toBe(piece.length);
  }
  expect(['mfra', undefined]).toContain([...topBoxes(bytes.subarray(at))][0]?.type);
}

test.each([
  [
    'told by the manifest',
    (name: string) =>
      `<SegmentBase indexRange="${indexRange(name).join('-')}"><Initialization range="0-${indexRange(name)[0] - 1}"/></SegmentBase>`,
  ],
  ['told, but not the head', (name: string) => `<SegmentBase indexRange="${indexRange(name).join('-')}"/>`],
  ['searched for', () => '<SegmentBase/>'],
])('the index of a file, %s', async (_, segmentBase) => {
  const { plan: made, web } = await plan(manifest(segmentBase));
  expect(made.tracks.map((track) => track.id)).toEqual(['main', 'audio']);
  for (const [at, name] of ['v.mp4', 'a.mp4'].entries()) {
    const playlist = await made.tracks[at]?.load({ signal, waitFor: null, before: null });
    expect(playlist).toMatchObject({ ended: true, reloadAfter: null });
    expectWhole(name, playlist?.segments ?? []);
    expect(playlist?.segments.length).toBe(4);
    const map = playlist?.segments[0]?.map;
    expect(map).toEqual({
      url: `https://cdn.example/vod/${name}`,
      range: { start: 0, length: indexRange(name)[0] },
      key: null,
    });
  }
  const asked = web.requests.length;
  await made.tracks[0]?.load({ signal, waitFor: null, before: null });
  expect(web.requests.length).toBe(asked);
});

test('an index that leads to indexes is followed, one that leads to itself is not for ever', async () => {
  const sidx = (references: readonly { index: boolean; size: number; ticks: number }[]): Buffer => {
    const box = Buffer.alloc(32 + references.length * 12);
    box.writeUInt32BE(box.length, 0);
    box.write('sidx', 4, 'latin1');
    box.writeUInt32BE(1, 12);
    box.writeUInt32BE(10, 16);
    box.writeUInt16BE(references.length, 30);
    for (const [at, { index, size, ticks }] of references.entries()) {
      box.writeUInt32BE((index ? 0x80000000 : 0) + size, 32 + at * 12);
      box.writeUInt32BE(ticks, 36 + at * 12);
    }
    return box;
  };
  const leaf = sidx([
    { index: false, size: 5, ticks: 20 },
    { index: false, size: 6, ticks: 30 },
  ]);
  const root = sidx([
    { index: true, size: leaf.length + 11, ticks: 50 },
    { index: false, size: 7, ticks: 10 },
  ]);
  files.set('v.mp4', Buffer.concat([root, leaf, Buffer.alloc(18)]));
  const { plan: made } = await plan(
    manifest((name) => (name === 'v.mp4' ? `<SegmentBase indexRange="0-${root.length - 1}"/>` : '<SegmentBase/>')),
  );
  const playlist = await made.tracks[0]?.load({ signal, waitFor: null, before: null });
  const behind = root.length + leaf.length;
  expect(playlist?.segments.map(({ range, duration }) => [range, duration])).toEqual([
    [{ start: behind, length: 5 }, 2],
    [{ start: behind + 5, length: 6 }, 3],
    [{ start: behind + 11, length: 7 }, 1],
  ]);
  expect(() => readSegmentIndex(root.subarray(0, 40), 0)).toThrow(expect.objectContaining({ code: 'corrupt-media' }));

  const loop = sidx([{ index: true, size: 44, ticks: 1 }]);
  files.set('v.mp4', Buffer.concat(Array.from({ length: 20 }, () => loop)));
  await expect(plan(manifest(() => `<SegmentBase indexRange="0-${loop.length - 1}"/>`))).rejects.toMatchObject({
    code: 'corrupt-media',
  });
});

test('a file without an index is one segment', async () => {
  const box = (type: string, size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32BE(size, 0);
    bytes.write(type, 4, 'latin1');
    return bytes;
  };
  files.set('v.mp4', Buffer.concat([box('ftyp', 24), box('moov', 40), box('moof', 30), box('mdat', 50)]));
  const { plan: made } = await plan(manifest(() => ''));
  const playlist = await made.tracks[0]?.load({ signal, waitFor: null, before: null });
  expect(playlist?.segments).toMatchObject([
    { url: 'https://cdn.example/vod/v.mp4', range: null, map: null, duration: 8 },
  ]);
});

import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { containerOf } from '../../../engine/record/media/container.ts';
import { box, words } from '../../../engine/record/media/mp4/write-box.ts';
import { openFeed } from '../../../engine/record/media/open-feed.ts';
import { readSegment } from '../../../engine/record/media/read.ts';
import { makeMp4, media, type Piece, split } from './mp4/making.ts';
import { make } from './ts/ffmpeg.ts';

const samples = new Map<string, Piece>();
const names = ['fragmented', 'whole', 'sound', 'flv', 'ts', 'adts', 'mp3', 'ac3'];

beforeAll(async () => {
  const first = (pieces: Piece[]): Piece => pieces[0] ?? { data: Buffer.alloc(0), init: null };
  samples.set('fragmented', first(split(await makeMp4(media.reordered, 2, 'cmaf+frag_keyframe'))));
  samples.set('whole', { data: await makeMp4(media.h264, 1, 'faststart'), init: null });
  samples.set('sound', first(split(await makeMp4(media.opus, 1, 'empty_moov+default_base_moof+frag_every_frame'), 20)));
  const short = ['-t', '1'];
  samples.set('flv', { data: await make([...media.h264, '-ar', '44100', ...short, '-f', 'flv']), init: null });
  samples.set('ts', { data: await make([...media.h264, ...short, '-f', 'mpegts']), init: null });
  samples.set('adts', { data: await make([...media.sound, ...short, '-f', 'adts']), init: null });
  samples.set('mp3', { data: await make([...media.mp3, ...short, '-f', 'mp3']), init: null });
  samples.set('ac3', { data: await make([...media.eac3, ...short, '-f', 'eac3']), init: null });
});

function sample(name: string): Piece {
  const found = samples.get(name);
  if (found === undefined) throw new Error(`nothing was made for ${name}`);
  return found;
}

/** Reads a segment and cuts it; whatever is wrong with it, the only thing thrown is a Failure. */
function tryAll(data: Buffer, init: Buffer | null): void {
  try {
    const { container } = readSegment(data, init);
    const feed = openFeed({ fromCut: true, to: { ticks: 1, timescale: 2 } }, container);
    feed.push({ data: Buffer.from(data), init, shift: { ticks: -7, timescale: 90_000 } });
    feed.end();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(['corrupt-media', 'protected', 'unsupported']).toContain(error.code);
  }
}

test.each(names)('%s: bytes that are changed here and there lead to nothing but a Failure', (name) => {
  const { data, init } = sample(name);
  // The beginning is where the structure is; what follows is mostly pictures.
  const place = fc.oneof(fc.nat(Math.min(1500, data.length - 1)), fc.nat(data.length - 1));
  const value = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 255));
  const change = fc.tuple(place, value, fc.constantFrom(1, 1, 4));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.boolean(), (changes, inInit) => {
      const [changed, changedInit] = [Buffer.from(data), init === null ? null : Buffer.from(init)];
      const target = inInit && changedInit !== null ? changedInit : changed;
      for (const [at, byte, count] of changes)
        target.subarray(at % target.length, (at % target.length) + count).fill(byte);
      tryAll(changed, changedInit);
    }),
    { numRuns: 400 },
  );
});

test.each(names)('%s: cut anywhere it is refused, or what is left is whole in itself', (name) => {
  const { data, init } = sample(name);
  fc.assert(
    fc.property(fc.nat(data.length - 1), fc.boolean(), (at, front) => {
      tryAll(front ? data.subarray(at) : data.subarray(0, at), init);
    }),
    { numRuns: 150 },
  );
});

test.each(['fragmented', 'whole', 'flv', 'adts', 'mp3', 'ac3'])('%s: half of a segment is corrupt media', (name) => {
  const { data, init } = sample(name);
  const half = data.subarray(0, Math.floor(data.length / 2) + 1);
  expect(() => readSegment(half, init)).toThrow(expect.objectContaining({ code: 'corrupt-media' }));
});

test('a few bytes that name a great many samples are refused', () => {
  const { data, init } = sample('fragmented');
  const header = box('tfhd', words(0x20000, 1));
  // Neither sizes nor durations of their own: each sample takes no room at all.
  const traf = box('traf', header, box('tfdt', words(0, 0)), box('trun', words(0, 1_000_000)));
  const bomb = Buffer.concat([box('moof', ...Array.from({ length: 500 }, () => traf)), box('mdat', data)]);
  expect(() => readSegment(bomb, init)).toThrow(expect.objectContaining({ code: 'corrupt-media' }));
  const crumbs = Buffer.concat(Array.from({ length: 300_000 }, () => box('free')));
  expect(() => readSegment(crumbs, init)).toThrow(expect.objectContaining({ code: 'corrupt-media' }));
});

test('what a server sends in place of media is refused, in words', () => {
  const page = Buffer.from('<!DOCTYPE html><html><body>Please sign in</body></html>'.repeat(20));
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251));
  for (const [data, words] of [
    [page, 'page'],
    [Buffer.alloc(0), 'empty'],
    [noise, 'no known kind'],
  ] as const) {
    const refusal = expect.objectContaining({ code: 'corrupt-media', detail: expect.stringContaining(words) });
    expect(() => readSegment(data, null)).toThrow(refusal);
  }
});

test('containers are told by their bytes', () => {
  const expected = {
    fragmented: 'mp4',
    whole: 'mp4',
    sound: 'mp4',
    flv: 'flv',
    ts: 'ts',
    adts: 'adts',
    mp3: 'mp3',
    ac3: 'ac3',
  };
  for (const [name, container] of Object.entries(expected)) {
    const { data, init } = sample(name);
    expect([name, containerOf(data, init)]).toEqual([name, container]);
    expect([name, containerOf(data, null)]).toEqual([name, container]);
  }
  expect(containerOf(Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nHi'), null)).toBe('vtt');
  expect(containerOf(Buffer.from('\ufeffWEBVTT\n\n'), null)).toBe('vtt');
  expect(containerOf(Buffer.from('#EXTM3U\n#EXTINF:4,\nhttp://x/'), null)).toBeUndefined();
  // Something before it, as some servers and packagers put there.
  const ts = sample('ts').data;
  expect(containerOf(Buffer.concat([Buffer.from('garbage'), ts]), null)).toBe('ts');
  expect(containerOf(sample('mp3').data.subarray(700), null)).toBe('mp3');
  expect(containerOf(sample('adts').data.subarray(100), null)).toBe('adts');
});

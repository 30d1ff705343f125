import { expect, test } from 'vitest';
import { feedOrigin } from '../../../../engine/record/feed.ts';
import { openMp4Feed } from '../../../../engine/record/media/mp4/feed.ts';
import { readMp4 } from '../../../../engine/record/media/mp4/read.ts';
import { readMp4Segment } from '../../../../engine/record/media/mp4/segment.ts';
import { box, words } from '../../../../engine/record/media/mp4/write-box.ts';
import { cut, keysOf, store } from '../cutting.ts';
import { hashes, mux, packetsOf } from '../packets.ts';
import { edited, placesOf } from './editing.ts';
import { makeMp4, media, split } from './making.ts';
import { samplesIn } from './samples.ts';

const plain = 'empty_moov+default_base_moof+frag_keyframe';

test.each([
  ['h264', plain],
  ['reordered', 'delay_moov+default_base_moof+frag_keyframe'],
  ['hevc', 'dash+delay_moov+frag_keyframe'],
  ['sound', 'delay_moov+default_base_moof+frag_every_frame'],
  ['opus', 'cmaf'],
] as const)('%s with %s: times are those of the edit list, as ffprobe reads them', async (name, flags) => {
  const file = await makeMp4(media[name], 3, flags);
  const { packets } = await packetsOf(file, 'mp4');
  for (const { kind, first, timescale, units, keys } of readMp4(file, null).streams) {
    const same = packets.filter((packet) => packet.kind === kind);
    expect(first / timescale).toBeCloseTo(Math.min(...same.map(({ pts }) => pts)), 5);
    expect(units).toBe(same.length);
    if (kind === 'audio') continue;
    const expected = same.filter(({ key }) => key).map(({ pts }) => Math.round(pts * timescale));
    expect(keys.map(({ pts }) => pts)).toEqual(expected);
  }
});

test.each([
  ['frag_keyframe', 'fragments behind a filled moov'],
  ['faststart', 'not fragmented, moov first'],
  ['write_colr', 'not fragmented, moov last'],
])('a file with its own moov is a segment: %s (%s)', async (flags) => {
  const file = await makeMp4(media.reordered, 3, flags);
  const stored = store([{ data: file, init: null }]);
  const { times, timescale } = keysOf(stored);
  const source = await packetsOf(file, 'mp4');
  const found = [];
  for (const { bytes } of cut(stored, times.slice(0, 2), timescale)) {
    const { file: fragment, complaints } = await mux(bytes, 'mp4', 'mp4');
    expect(complaints).toBe('');
    found.push(...(await packetsOf(fragment, 'mp4')).packets);
  }
  expect(hashes(found, 'video')).toEqual(hashes(source.packets, 'video'));
  expect(hashes(found, 'audio')).toEqual(hashes(source.packets, 'audio'));
});

test('a segment that lies in the fragment as a whole goes through without a copy, and only its times differ', async () => {
  const [piece] = split(await makeMp4(media.h264, 2, plain));
  const data = piece?.data ?? Buffer.alloc(0);
  const feed = openMp4Feed({ fromCut: false, to: null });
  const [, moof, rest] = feed.push({ data, init: piece?.init ?? null, shift: { ticks: 700, timescale: 1000 } });
  expect(rest?.buffer).toBe(data.buffer);
  const times = placesOf(data, 'moof', 'traf', 'tfdt').map((place) => place + 4);
  const same = edited(data.subarray(0, moof?.length), times, (bytes, at) => {
    const timescale = at === times[0] ? 12_800 : 48_000;
    const moved = bytes.readBigUInt64BE(at) + BigInt(Math.round((feedOrigin + 0.7) * timescale));
    bytes.writeBigUInt64BE(moved, at);
  });
  expect(Buffer.compare(moof ?? Buffer.alloc(0), same)).toBe(0);
});

test('a stream of which nothing came is told', async () => {
  const [piece] = split(await makeMp4(media.h264, 2, 'empty_moov+default_base_moof+separate_moof+frag_keyframe'));
  const feed = openMp4Feed({ fromCut: false, to: null });
  // The first movie fragment is that of the video alone.
  feed.push({ data: piece?.data ?? Buffer.alloc(0), init: piece?.init ?? null, shift: { ticks: 0, timescale: 1 } });
  expect([...feed.passed]).toEqual([
    [1, { kind: 'video', units: 25 }],
    [2, { kind: 'audio', units: 0 }],
  ]);
});

test('a time that does not fit where it was gets another place', async () => {
  const [piece] = split(await makeMp4(media.h264, 2, plain));
  const data = piece?.data ?? Buffer.alloc(0);
  // Times of 32 bits: a version of 0, and the rest of the longer field becomes the free box behind it.
  const short = edited(data, placesOf(data, 'moof', 'traf', 'tfdt'), (bytes, at) => {
    bytes.writeUInt8(0, at);
    bytes.writeUInt32BE(Number(bytes.readBigUInt64BE(at + 4)), at + 4);
    bytes.fill(0, at + 8, at + 12);
  });
  for (const ticks of [0, -20, 40_000_000]) {
    const feed = openMp4Feed({ fromCut: false, to: null });
    const init = piece?.init ?? null;
    const out = Buffer.concat(feed.push({ data: short, init, shift: { ticks, timescale: 1 } }));
    const source = samplesIn(data, init);
    const found = samplesIn(out, null).map(({ pts, timescale }) => pts - (ticks + feedOrigin) * timescale);
    expect(found).toEqual(source.map(({ pts }) => pts));
  }
});

test('times beyond 2^53 keep their distances', async () => {
  const pieces = split(await makeMp4(media.reordered, 4, plain));
  const far = 2n ** 61n;
  const moved = pieces.map(({ data, init }) => ({
    init,
    data: edited(data, placesOf(data, 'moof', 'traf', 'tfdt'), (bytes, at) => {
      bytes.writeBigUInt64BE(bytes.readBigUInt64BE(at + 4) + far, at + 4);
    }),
  }));
  const stored = store(moved);
  const { times, timescale } = keysOf(stored);
  const out = cut(stored, times.slice(0, 3), timescale).flatMap(({ bytes }) => samplesIn(bytes, null));
  const source = store(pieces).flatMap(({ data, init }) => samplesIn(data, init));
  for (const kind of ['video', 'audio']) {
    const wanted = source.filter((sample) => sample.kind === kind).map(({ hash }) => hash);
    expect(out.filter((sample) => sample.kind === kind).map(({ hash }) => hash)).toEqual(wanted);
  }
});

test('what fragments do not say of their samples is what the initialisation section says', async () => {
  const pieces = split(await makeMp4(media.h264.slice(0, -2), 3, plain, ['-an']));
  const [first] = pieces;
  if (first?.init === null || first === undefined) throw new Error('nothing was made');
  // Duration and flags (no key) of all samples in trex; fragments have sizes, and the flags of the first.
  const init = edited(first.init, placesOf(first.init, 'moov', 'mvex', 'trex'), (bytes, at) => {
    bytes.writeUInt32BE(512, at + 12);
    bytes.writeUInt32BE(0x01010000, at + 20);
  });
  const terse = pieces.map(({ data }, index) => {
    const sizes = readMp4Segment(data, init).parts.flatMap(
      ({ runs }) => runs[0]?.samples.map(({ size }) => size) ?? [],
    );
    const head = (offset: number): Uint8Array =>
      box(
        'moof',
        box('mfhd', words(0, index)),
        box(
          'traf',
          box('tfhd', words(0x20000, 1)),
          box('tfdt', words(0, index * 25 * 512)),
          box('trun', words(0x205, sizes.length, offset, 0x02000000, ...sizes)),
        ),
      );
    const media = data.subarray(placesOf(data, 'mdat')[0]);
    return { init, data: Buffer.concat([head(head(0).length + 8), box('mdat', media)]) };
  });
  const stored = store(terse);
  const { times, timescale } = keysOf(stored);
  expect(times).toEqual([0, 12_800, 25_600]);
  expect(stored.map(({ media: { streams } }) => streams[0]?.end)).toEqual([12_800, 25_600, 38_400]);
  for (const [index, { bytes }] of cut(stored, times.slice(0, 2), timescale).entries()) {
    const { file, complaints } = await mux(bytes, 'mp4', 'mp4');
    expect(complaints).toBe('');
    const { packets } = await packetsOf(file, 'mp4');
    expect(packets.map(({ pts }) => Math.round(pts * 25))).toEqual(
      Array.from({ length: (index + 1) * 25 }, (_, at) => at),
    );
    expect(packets.map(({ key }) => key)).toEqual(packets.map((_, at) => at % 25 === 0));
  }
});

test('an initialisation section of other ids and timescales continues the fragment', async () => {
  const [one] = split(await makeMp4(media.h264, 2, plain, ['-video_track_timescale', '90000']));
  const [other] = split(
    await makeMp4(media.h264, 2, plain, ['-map', '1:a', '-map', '0:v', '-video_track_timescale', '25000']),
  );
  if (one === undefined || other === undefined) throw new Error('nothing was made');
  const feed = openMp4Feed({ fromCut: false, to: null });
  const out = [
    ...feed.push({ ...one, shift: { ticks: 0, timescale: 1 } }),
    ...feed.push({ ...other, shift: { ticks: 2, timescale: 1 } }),
  ];
  const found = samplesIn(Buffer.concat(out), null);
  const behind = samplesIn(other.data, other.init).map((sample) => ({
    ...sample,
    pts: sample.pts + 2 * sample.timescale,
  }));
  const source = [...samplesIn(one.data, one.init), ...behind];
  for (const kind of ['video', 'audio']) {
    const wanted = source.filter((sample) => sample.kind === kind);
    const got = found.filter((sample) => sample.kind === kind);
    expect(got.map(({ hash }) => hash)).toEqual(wanted.map(({ hash }) => hash));
    const seconds = got.map(({ pts, timescale }) => (pts / timescale - feedOrigin).toFixed(4));
    expect(seconds).toEqual(wanted.map(({ pts, timescale }) => (pts / timescale).toFixed(4)));
  }
  const { complaints } = await mux(Buffer.concat(out), 'mp4', 'mp4');
  expect(complaints).toBe('');
});

test.each([
  ['all pictures are marked as keyframes', 0x02000000],
  ['no picture is', 0x01010000],
])('%s: keyframes are those that are, and are marked again', async (_, flags) => {
  const file = await makeMp4(media.reordered, 3, `${plain}`);
  const pieces = split(file).map(({ data, init }) => ({ init, data: markAll(data, flags) }));
  const stored = store(pieces);
  const right = keysOf(store(split(file)));
  expect(right.times).toHaveLength(3);
  expect(keysOf(stored).times).toEqual(right.times);
  const found = [];
  for (const { bytes } of cut(stored, right.times, right.timescale)) {
    found.push(...(await packetsOf((await mux(bytes, 'mp4', 'mp4')).file, 'mp4')).packets);
  }
  const source = await packetsOf(file, 'mp4');
  expect(found.filter(({ kind, key }) => kind === 'video' && key)).toHaveLength(3);
  expect(hashes(found, 'video')).toEqual(hashes(source.packets, 'video'));
});

/** Overwrites the flags of all samples of the first track fragment: those of the header, of the first and of each sample. */
function markAll(data: Buffer, flags: number): Buffer {
  const [header, run] = ['tfhd', 'trun'].map((type) => placesOf(data, 'moof', 'traf', type)[0] ?? 0);
  return edited(data, [0], (bytes) => {
    const tfhd = bytes.readUInt32BE(header) & 0xffffff;
    if (header !== undefined && tfhd & 0x20) {
      const before = [0x1, 0x1, 0x2, 0x8, 0x10].filter((flag) => tfhd & flag).length;
      bytes.writeUInt32BE(flags, header + 8 + before * 4);
    }
    const trun = bytes.readUInt32BE(run) & 0xffffff;
    if (run === undefined) return;
    let at = run + 8 + (trun & 0x1 ? 4 : 0);
    if (trun & 0x4) {
      bytes.writeUInt32BE(flags, at);
      at += 4;
    }
    if ((trun & 0x400) === 0) return;
    const width = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => trun & flag).length;
    const place = 4 * [0x100, 0x200].filter((flag) => trun & flag).length;
    for (let left = bytes.readUInt32BE(run + 4); left > 0; left--, at += width) bytes.writeUInt32BE(flags, at + place);
  });
}

test.each([
  ['libx264', 'avc3', '-x264-params', 'repeat-headers=1:keyint=25'],
  ['libx265', 'hev1', '-x265-params', 'repeat-headers=1:keyint=25:log-level=error'],
])('%s as %s: what samples say of the picture is part of the format', async (codec, tag, option, value) => {
  const sizes = ['160x120', '192x128'];
  const [small, large] = await Promise.all(
    sizes.map((size) => {
      const source = [
        '-f',
        'lavfi',
        '-i',
        `testsrc2=s=${size}:r=25`,
        '-c:v',
        codec,
        '-preset',
        'ultrafast',
        option,
        value,
      ];
      return makeMp4(source, 2, plain, ['-tag:v', tag]);
    }),
  );
  const [one] = split(small ?? Buffer.alloc(0));
  const [other] = split(large ?? Buffer.alloc(0));
  if (one === undefined || other === undefined) throw new Error('nothing was made');
  const before = readMp4(one.data, one.init).streams[0];
  // The same initialisation section, but a larger picture.
  const behind = readMp4(other.data, one.init).streams[0];
  expect([before?.shown, behind?.shown]).toEqual(['160×120', '192×128']);
  expect(behind?.format).not.toBe(before?.format);
});

test('encrypted samples are refused, whether their entry says so or they themselves', async () => {
  const key = [
    '-encryption_scheme',
    'cenc-aes-ctr',
    '-encryption_key',
    '0'.repeat(32),
    '-encryption_kid',
    '1'.repeat(32),
  ];
  const [piece] = split(await makeMp4(media.h264, 2, plain, key));
  const [clear] = split(await makeMp4(media.h264, 2, plain));
  if (piece === undefined || clear === undefined) throw new Error('nothing was made');
  expect(() => readMp4(piece.data, piece.init)).toThrow(expect.objectContaining({ code: 'protected' }));
  expect(readMp4(clear.data, clear.init).streams).toHaveLength(2);
  const marked = edited(clear.data, placesOf(clear.data, 'moof', 'traf', 'tfdt'), (bytes, at) => {
    bytes.write('senc', at - 4, 'latin1');
  });
  expect(() => readMp4(marked, clear.init)).toThrow(expect.objectContaining({ code: 'protected' }));
});

test('tracks of neither pictures nor sound are left out', async () => {
  const [piece] = split(await makeMp4(media.h264, 2, plain));
  if (piece === undefined) throw new Error('nothing was made');
  const init = edited(piece.init ?? Buffer.alloc(0), [0], (bytes) => {
    bytes.write('text', bytes.indexOf('vide'), 'latin1');
  });
  expect(readMp4(piece.data, init).streams.map(({ kind }) => kind)).toEqual(['audio']);
  const feed = openMp4Feed({ fromCut: false, to: null });
  const out = Buffer.concat(feed.push({ data: piece.data, init, shift: { ticks: 0, timescale: 1 } }));
  expect(new Set(samplesIn(out, null).map(({ kind }) => kind))).toEqual(new Set(['audio']));
  expect((await mux(out, 'mp4', 'mp4')).complaints).toBe('');
});

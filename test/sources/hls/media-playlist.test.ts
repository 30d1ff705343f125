import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { MediaPlaylist } from '../../../engine/record/playlist.ts';
import { readMediaPlaylist } from '../../../engine/sources/hls/media-playlist.ts';

const url = 'https://cdn.example/live/index.m3u8?token=abc';

async function read(lines: readonly string[], before: MediaPlaylist | null = null): Promise<MediaPlaylist> {
  const playlist = await readMediaPlaylist(`${lines.join('\n')}\n`, { url, variables: null, before });
  if (playlist === null) throw new Error('a delta update that does not fit');
  return playlist;
}

async function failure(lines: readonly string[]): Promise<Failure> {
  return read(lines).then(
    () => Promise.reject(new Error('it was read')),
    (error: unknown) => (error instanceof Failure ? error : Promise.reject(error)),
  );
}

const head = ['#EXTM3U', '#EXT-X-TARGETDURATION:4', '#EXT-X-MEDIA-SEQUENCE:7'];
const hex = (iv: Uint8Array | undefined): string => Buffer.from(iv ?? []).toString('hex');

test('numbers, addresses, durations and the end of a plain playlist', async () => {
  const playlist = await read([...head, '#EXTINF:4,', 'a.ts', '#EXTINF:3.5,title', '/b.ts?x=1', '#EXT-X-ENDLIST']);
  expect(playlist.targetDuration).toBe(4);
  expect(playlist.ended).toBe(true);
  expect(playlist.segments).toEqual([
    expect.objectContaining({ sequence: 7, url: 'https://cdn.example/live/a.ts', duration: 4, gap: false, key: null }),
    expect.objectContaining({
      sequence: 8,
      url: 'https://cdn.example/b.ts?x=1',
      duration: 3.5,
      map: null,
      range: null,
    }),
  ]);
  expect((await read([...head, '#EXTINF:4,', 'a.ts'])).ended).toBe(false);
  // Nothing of such a playlist may change, so that nothing more will come.
  expect((await read([...head, '#EXT-X-PLAYLIST-TYPE:VOD', '#EXTINF:4,', 'a.ts'])).ended).toBe(true);
  expect((await read([...head, '#EXT-X-PLAYLIST-TYPE:EVENT', '#EXTINF:4,', 'a.ts'])).ended).toBe(false);
});

test('the implicit IV is the media sequence number, also beyond 32 bits', async () => {
  const playlist = await read([
    '#EXTM3U',
    '#EXT-X-TARGETDURATION:4',
    '#EXT-X-MEDIA-SEQUENCE:1700000000123',
    '#EXT-X-KEY:METHOD=AES-128,URI="/key?1"',
    '#EXTINF:4,',
    'a.ts',
    '#EXTINF:4,',
    'b.ts',
    '#EXT-X-KEY:METHOD=AES-128,URI="k2",IV=0x0123456789abcdef',
    '#EXTINF:4,',
    'c.ts',
    '#EXT-X-KEY:METHOD=NONE',
    '#EXTINF:4,',
    'd.ts',
  ]);
  expect(playlist.segments.map((segment) => [segment.key?.url ?? null, hex(segment.key?.iv)])).toEqual([
    ['https://cdn.example/key?1', (1_700_000_000_123).toString(16).padStart(32, '0')],
    ['https://cdn.example/key?1', (1_700_000_000_124).toString(16).padStart(32, '0')],
    ['https://cdn.example/live/k2', '00000000000000000123456789abcdef'],
    [null, ''],
  ]);
});

test.each([
  ['#EXT-X-KEY:METHOD=SAMPLE-AES,URI="k"', 'protected', 'SAMPLE-AES'],
  [
    '#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,KEYFORMAT="urn:uuid:edef8ba9",URI="https://x/k"',
    'protected',
    'urn:uuid:edef8ba9',
  ],
  ['#EXT-X-KEY:METHOD=AES-128,URI="https://x/k",KEYFORMAT="com.apple.streamingkeydelivery"', 'protected', 'com.apple'],
  ['#EXT-X-KEY:METHOD=AES-128,URI="skd://asset"', 'protected', 'AES-128'],
  ['#EXT-X-KEY:METHOD=AES-256,URI="k"', 'unsupported', 'AES-256'],
  ['#EXT-X-KEY:METHOD=SOMETHING-NEW,URI="k"', 'protected', 'SOMETHING-NEW'],
])('%s is refused as %s', async (key, code, named) => {
  const refused = await failure([...head, key, '#EXTINF:4,', 'a.ts']);
  expect(refused).toMatchObject({ code, retryable: false });
  expect(refused.detail).toContain(named);
});

test('an open key beside those of DRM is taken, and a protected stretch behind a clear one is found', async () => {
  const drm = '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x",KEYFORMAT="com.apple.streamingkeydelivery"';
  const both = await read([...head, drm, '#EXT-X-KEY:METHOD=AES-128,URI="k"', '#EXTINF:4,', 'a.ts']);
  expect(both.segments[0]?.key?.url).toBe('https://cdn.example/live/k');
  expect(await failure([...head, '#EXTINF:4,', 'a.ts', drm, '#EXTINF:4,', 'b.ts'])).toMatchObject({
    code: 'protected',
  });
  // No segment is under it.
  expect((await read([...head, drm, '#EXT-X-KEY:METHOD=NONE', '#EXTINF:4,', 'a.ts'])).segments[0]?.key).toBeNull();
});

test('byte ranges go on where the one before ended', async () => {
  const playlist = await read([
    ...head,
    '#EXT-X-MAP:URI="all.mp4",BYTERANGE="720@0"',
    '#EXT-X-BYTERANGE:1000@720',
    '#EXTINF:4,',
    'all.mp4',
    '#EXTINF:4,',
    '#EXT-X-BYTERANGE:500',
    'all.mp4',
    '#EXT-X-BYTERANGE:30',
    '#EXTINF:4,',
    'all.mp4',
  ]);
  expect(playlist.segments.map((segment) => segment.range)).toEqual([
    { start: 720, length: 1000 },
    { start: 1720, length: 500 },
    { start: 2220, length: 30 },
  ]);
  expect(playlist.segments[0]?.map?.range).toEqual({ start: 0, length: 720 });
});

test('a map has the key of its own place, and changes for what follows it', async () => {
  const playlist = await read([
    ...head,
    '#EXT-X-KEY:METHOD=AES-128,URI="k1",IV=0x01',
    '#EXT-X-MAP:URI="i1.mp4"',
    '#EXT-X-KEY:METHOD=AES-128,URI="k2"',
    '#EXTINF:4,',
    '1.m4s',
    '#EXTINF:4,',
    '2.m4s',
    '#EXT-X-DISCONTINUITY',
    '#EXT-X-KEY:METHOD=NONE',
    '#EXT-X-MAP:URI="i2.mp4"',
    '#EXTINF:4,',
    '3.m4s',
  ]);
  const [one, two, three] = playlist.segments;
  expect(one?.map).toBe(two?.map);
  expect(one?.map).toMatchObject({
    url: 'https://cdn.example/live/i1.mp4',
    key: { url: 'https://cdn.example/live/k1' },
  });
  expect(hex(one?.map?.key?.iv)).toBe('01'.padStart(32, '0'));
  expect(one?.key?.url).toBe('https://cdn.example/live/k2');
  expect(three?.map).toEqual({ url: 'https://cdn.example/live/i2.mp4', range: null, key: null });
  expect(three?.key).toBeNull();
  expect(playlist.segments.map((segment) => segment.discontinuity)).toEqual([0, 0, 1]);
});

test('a gap stays with its segment wherever its tags stand', async () => {
  const playlist = await read([
    ...head,
    '#EXT-X-GAP',
    '#EXT-X-BYTERANGE:5@10',
    '#EXT-X-PROGRAM-DATE-TIME:2024-01-01T00:00:00Z',
    '#EXT-X-MAP:URI="i.mp4"',
    '#EXTINF:4,',
    'a.m4s',
    '#EXTINF:4,',
    'b.m4s',
  ]);
  expect(playlist.segments[0]).toMatchObject({ gap: true, range: { start: 10, length: 5 } });
  expect(playlist.segments[0]?.dateTime).toBe(Date.UTC(2024, 0, 1));
  expect(playlist.segments[1]).toMatchObject({ gap: false, range: null });
  expect(playlist.segments[0]?.map).toEqual(expect.objectContaining({ range: null }));
});

test.each([
  ['2024-02-29T12:00:04.500Z', Date.UTC(2024, 1, 29, 12, 0, 4, 500)],
  ['2024-02-29T14:00:04.500+0200', Date.UTC(2024, 1, 29, 12, 0, 4, 500)],
  ['2024-02-29T04:00:04.5-08', Date.UTC(2024, 1, 29, 12, 0, 4, 500)],
  ['2024-02-29T12:00:04,500123', Date.UTC(2024, 1, 29, 12, 0, 4, 500)],
])('dates reach forwards and backwards from a tag: %s', async (date, at) => {
  const playlist = await read([
    ...head,
    '#EXTINF:4,',
    'a.ts',
    `#EXT-X-PROGRAM-DATE-TIME:${date}`,
    '#EXTINF:3.2,',
    'b.ts',
    '#EXTINF:4,',
    'c.ts',
  ]);
  expect(playlist.segments.map((segment) => segment.dateTime)).toEqual([at - 4000, at, at + 3200]);
});

test('a playlist without dates has none, a senseless date counts for nothing', async () => {
  for (const tags of [[], ['#EXT-X-PROGRAM-DATE-TIME:soon']]) {
    expect((await read([...head, ...tags, '#EXTINF:4,', 'a.ts'])).segments[0]?.dateTime).toBeNull();
  }
});

test('a date that has left the window still counts, and nothing adds up over a thousand reloads', async () => {
  const at = Date.UTC(2024, 0, 1);
  const window = (from: number): string[] => [
    '#EXTM3U',
    '#EXT-X-TARGETDURATION:4',
    `#EXT-X-MEDIA-SEQUENCE:${from}`,
    ...(from === 0 ? ['#EXT-X-PROGRAM-DATE-TIME:2024-01-01T00:00:00Z'] : []),
    ...[0, 1, 2, 3].flatMap((index) => ['#EXTINF:3.0033,', `${from + index}.ts`]),
  ];
  let playlist = await read(window(0));
  for (let from = 1; from <= 1000; from += 1) playlist = await read(window(from), playlist);
  expect(playlist.segments[0]?.sequence).toBe(1000);
  expect(Math.abs((playlist.segments[0]?.dateTime ?? 0) - (at + 3_003_300))).toBeLessThanOrEqual(1);
  // The server corrects its clock: what it says now counts.
  const corrected = [
    ...window(1001).slice(0, 3),
    '#EXT-X-PROGRAM-DATE-TIME:2024-01-02T00:00:00Z',
    ...window(1001).slice(3),
  ];
  expect((await read(corrected, playlist)).segments[0]?.dateTime).toBe(Date.UTC(2024, 0, 2));
});

test('segments that are known are not read again, changed ones are', async () => {
  const one = await read([...head, '#EXT-X-MAP:URI="i.mp4"', '#EXTINF:4,', 'a.ts', '#EXTINF:4,', 'b.ts']);
  const two = await read(
    [...head, '#EXT-X-MAP:URI="i.mp4"', '#EXTINF:4,', 'a.ts', '#EXTINF:3,', 'b.ts', '#EXTINF:4,', 'c.ts'],
    one,
  );
  expect(two.segments[0]).toBe(one.segments[0]);
  expect(two.segments.map(({ sequence, duration }) => [sequence, duration])).toEqual([
    [7, 4],
    [8, 3],
    [9, 4],
  ]);
  // Another token of the map, another server of all of it, another value of a variable.
  const token = await read([...head, '#EXT-X-MAP:URI="i.mp4?t=2"', '#EXTINF:4,', 'a.ts'], one);
  expect(token.segments[0]?.map?.url).toBe('https://cdn.example/live/i.mp4?t=2');
  const moved = { url: 'https://other.example/live/index.m3u8', variables: null, before: one };
  const text = [...head, '#EXT-X-MAP:URI="i.mp4"', '#EXTINF:4,', 'a.ts'].join('\n');
  expect((await readMediaPlaylist(text, moved))?.segments[0]?.url).toBe('https://other.example/live/a.ts');
  const defined = (value: string): string[] => [
    ...head,
    `#EXT-X-DEFINE:NAME="t",VALUE="${value}"`,
    '#EXTINF:4,',
    'a.ts?{$t}',
  ];
  expect((await read(defined('2'), await read(defined('1')))).segments[0]?.url).toBe('https://cdn.example/live/a.ts?2');
});

test('variables: own, imported, from the address', async () => {
  const lines = [
    ...head,
    '#EXT-X-DEFINE:NAME="host",VALUE="media.example"',
    '#EXT-X-DEFINE:IMPORT="path"',
    '#EXT-X-DEFINE:QUERYPARAM="token"',
    '#EXT-X-KEY:METHOD=AES-128,URI="https://{$host}/key?t={$token}"',
    '#EXT-X-MAP:URI="{$path}/i.mp4"',
    '#EXTINF:4,',
    'https://{$host}/{$path}/a.m4s?t={$token}',
  ].join('\n');
  const playlist = await readMediaPlaylist(lines, { url, variables: { path: 'deep' }, before: null });
  expect(playlist?.segments[0]).toMatchObject({
    url: 'https://media.example/deep/a.m4s?t=abc',
    key: { url: 'https://media.example/key?t=abc' },
    map: { url: 'https://cdn.example/live/deep/i.mp4' },
  });
  await expect(readMediaPlaylist(lines, { url, variables: null, before: null })).rejects.toMatchObject({
    code: 'corrupt-media',
  });
  const other = 'https://cdn.example/live/index.m3u8';
  await expect(readMediaPlaylist(lines, { url: other, variables: { path: 'x' }, before: null })).rejects.toMatchObject({
    code: 'corrupt-media',
    detail: expect.stringContaining('token'),
  });
});

test('what a server can do, and partial segments that are no segments', async () => {
  const playlist = await read([
    ...head,
    '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.0,HOLD-BACK=12.5,CAN-SKIP-UNTIL=24.0',
    '#EXT-X-PART-INF:PART-TARGET=0.33',
    '#EXT-X-PART:DURATION=0.33,URI="a.0.mp4"',
    '#EXTINF:4,',
    'a.mp4',
    '#EXT-X-PART:DURATION=0.33,URI="b.0.mp4",INDEPENDENT=YES',
    '#EXT-X-PART:DURATION=0.33,URI="b.1.mp4"',
    '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="b.2.mp4"',
    '#EXT-X-RENDITION-REPORT:URI="../1M/index.m3u8",LAST-MSN=8,LAST-PART=1',
  ]);
  expect(playlist.segments.map((segment) => [segment.url, segment.duration])).toEqual([
    ['https://cdn.example/live/a.mp4', 4],
  ]);
  expect(playlist.control).toEqual({ canBlockReload: true, canSkipUntil: 24, partTarget: 0.33 });
  expect(playlist.holdBack).toBe(12.5);
  const plain = await read([...head, '#EXTINF:4,', 'a.ts']);
  expect(plain.control).toEqual({ canBlockReload: false, canSkipUntil: null, partTarget: null });
  expect(plain.holdBack).toBeNull();
});

test('a byte order mark, Windows line ends, blank space, late tags and missing ones are understood', async () => {
  const text =
    '\ufeff\r\n#EXTM3U  \r\n\r\n#EXTINF:4 ,x\r\n  a b.ts \r\n#comment\r\n#EXTINF:oops,\r\nb.ts\r\nc.ts\r\n' +
    '#EXT-X-TARGETDURATION:5\r\n#EXT-X-TARGETDURATION:9\r\n#EXT-X-MEDIA-SEQUENCE:3\r\n#EXTINF:5,';
  const playlist = await readMediaPlaylist(text, { url, variables: null, before: null });
  expect(playlist?.targetDuration).toBe(5);
  expect(playlist?.segments.map(({ sequence, duration, url: at }) => [sequence, duration, at])).toEqual([
    [3, 4, 'https://cdn.example/live/a%20b.ts'],
    [4, 5, 'https://cdn.example/live/b.ts'],
    [5, 5, 'https://cdn.example/live/c.ts'],
  ]);
  const bare = await read(['#EXTM3U', '#EXTINF:7.6,', 'a.ts']);
  expect(bare.targetDuration).toBe(8);
});

test('an empty playlist is one', async () => {
  const playlist = await read(['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:2', '#EXT-X-MEDIA-SEQUENCE:0']);
  expect(playlist).toMatchObject({ segments: [], ended: false, targetDuration: 2 });
});

test.each([
  ['', 'empty'],
  ['<!doctype html><title>Not found</title>', 'HTML'],
  ['<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>', 'DASH'],
  ['{"error": "gone"}', 'JSON'],
  ['upstream timed out', 'upstream'],
  ['#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8', 'multivariant'],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-BYTERANGE:abc@1\n#EXTINF:4,\na.ts', 'byte range'],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{$nowhere}.ts', 'nowhere'],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-KEY:METHOD=AES-128\n#EXTINF:4,\na.ts', 'no address'],
])('%j is no media playlist', async (text, named) => {
  await expect(readMediaPlaylist(text, { url, variables: null, before: null })).rejects.toMatchObject({
    code: 'corrupt-media',
    retryable: false,
    detail: expect.stringContaining(named),
  });
});

test.each([
  'file:///etc/passwd',
  ' FILE:/etc/passwd',
  'data:video/mp2t;base64,R0A=',
  'concat:a.ts|/etc/passwd',
  'subfile:,,start,0,end,10,,:/etc/passwd',
  'ftp://x/y',
  'javascript:1',
  'rtmp://x/y',
])('%s is never followed, wherever it stands', async (address) => {
  const scheme = address.trim().split(':')[0]?.toLowerCase();
  for (const lines of [
    ['#EXTINF:4,', address],
    [`#EXT-X-MAP:URI="${address}"`, '#EXTINF:4,', 'a.ts'],
    [`#EXT-X-KEY:METHOD=AES-128,URI="${address}"`, '#EXTINF:4,', 'a.ts'],
  ]) {
    const refused = await failure([...head, ...lines]);
    expect(refused).toMatchObject({ code: 'forbidden', retryable: false });
    expect(refused.detail).toContain(`${scheme}:`);
  }
});

test('user and password in an address of a playlist are dropped', async () => {
  const playlist = await read([...head, '#EXTINF:4,', 'https://user:secret@other.example/a.ts']);
  expect(playlist.segments[0]?.url).toBe('https://other.example/a.ts');
});

test('a segment keeps its discontinuity number when the server does not count them', async () => {
  const ad = (from: number, names: readonly string[]): string[] => [
    '#EXTM3U',
    '#EXT-X-TARGETDURATION:4',
    `#EXT-X-MEDIA-SEQUENCE:${from}`,
    ...names.flatMap((name) => [
      ...(name.startsWith('!') ? ['#EXT-X-DISCONTINUITY'] : []),
      '#EXTINF:4,',
      name.slice(-1),
    ]),
  ];
  const numbers = (playlist: MediaPlaylist): number[] => playlist.segments.map((segment) => segment.discontinuity);
  const one = await read(ad(1, ['a', '!b', 'c']));
  expect(numbers(one)).toEqual([0, 1, 1]);
  const two = await read(ad(3, ['c', '!d']), one);
  expect(numbers(two)).toEqual([1, 2]);
  const far = await read(ad(90, ['x', '!y']), two);
  expect(numbers(far)).toEqual([2, 3]);
  // One that counts is believed where nothing is known.
  const counted = [
    '#EXTM3U',
    '#EXT-X-TARGETDURATION:4',
    '#EXT-X-MEDIA-SEQUENCE:90',
    '#EXT-X-DISCONTINUITY-SEQUENCE:40',
  ];
  expect(numbers(await read([...counted, '#EXTINF:4,', 'x'], two))).toEqual([40]);
});

test('whatever is sent, it is read or refused with a failure', async () => {
  const line = fc.oneof(
    fc.constantFrom(
      '#EXTM3U',
      '#EXTINF:4,',
      '#EXTINF:',
      '#EXT-X-SKIP:SKIPPED-SEGMENTS=3',
      '#EXT-X-BYTERANGE:10@5',
      '#EXT-X-BYTERANGE:10',
      '#EXT-X-KEY:METHOD=AES-128,URI="k"',
      '#EXT-X-KEY:METHOD=NONE',
      '#EXT-X-MAP:URI="i"',
      '#EXT-X-MAP:',
      '#EXT-X-DISCONTINUITY',
      '#EXT-X-GAP',
      '#EXT-X-DEFINE:NAME="a",VALUE="b"',
      '{$a}.ts',
      'a.ts',
    ),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (lines) => {
      const text = ['#EXTM3U', '#EXT-X-TARGETDURATION:4', ...lines].join('\n');
      const playlist = await readMediaPlaylist(text, { url, variables: null, before: null }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Failure);
        return null;
      });
      for (const [at, segment] of (playlist?.segments ?? []).entries()) {
        expect(segment.sequence).toBe((playlist?.segments[0]?.sequence ?? 0) + at);
        expect(segment.url).toMatch(/^https?:/u);
      }
    }),
    { numRuns: 300 },
  );
});

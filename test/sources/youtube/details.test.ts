import { expect, test } from 'vitest';
import { readMultivariant } from '../../../engine/sources/hls/multivariant.ts';
import { clientsOf } from '../../../engine/sources/youtube/clients.ts';
import { dig, findAll, textOf } from '../../../engine/sources/youtube/dig.ts';
import { hlsFormats } from '../../../engine/sources/youtube/hls-formats.ts';
import { picturesOf } from '../../../engine/sources/youtube/pictures.ts';
import { publishedOf } from '../../../engine/sources/youtube/published.ts';
import { subtitlesOf } from '../../../engine/sources/youtube/subtitles.ts';

test.each([
  ['2026-01-31T23:59:00-08:00', 'Feb 1, 2026', '2026-01-31'],
  ['2026-01-31', null, '2026-01-31'],
  [null, 'Jan 31, 2026', '2026-01-31'],
  [null, 'Streamed live on Dec 5, 2025', '2025-12-05'],
  [null, 'Premiered Sep 1, 2024', '2024-09-01'],
  [null, 'Streamed live 5 hours ago', null],
  [null, null, null],
])('the day it was published: %s, %s', (date, text, day) => {
  const next = text === null ? null : { contents: [{ videoPrimaryInfoRenderer: { dateText: { simpleText: text } } }] };
  expect(publishedOf(date, next)).toBe(day);
});

test('subtitles: one for each language that somebody wrote, and the automatic ones', () => {
  const track = (languageCode: string, more: object = {}) => ({
    baseUrl: `https://www.youtube.com/api/timedtext?v=x&lang=${languageCode}&fmt=srv3`,
    name: { runs: [{ text: languageCode.toUpperCase() }] },
    languageCode,
    ...more,
  });
  const tracks = [
    track('en'),
    track('en', { name: { simpleText: 'English - commentary' } }),
    track('en', { kind: 'asr' }),
    track('pt-BR', { baseUrl: '/api/timedtext?v=x&lang=pt-BR' }),
    track('de', { baseUrl: 'https://www.youtube.com/api/timedtext?v=x&lang=en&tlang=de' }),
    track('fr', { baseUrl: 'http://plain.test/' }),
    track('it', { languageCode: undefined }),
    null,
  ];
  const found = subtitlesOf(tracks, []);
  expect(found.map(({ language, name, automatic }) => [language, name, automatic])).toEqual([
    ['en', 'EN', false],
    ['en', 'EN', true],
    ['pt-BR', 'PT-BR', false],
  ]);
  for (const { place, form } of found) {
    expect(form).toBe('vtt');
    expect(new URL(place.url).searchParams.getAll('fmt')).toEqual(['vtt']);
    expect(new URL(place.url).host).toBe('www.youtube.com');
  }
});

test('pictures with addresses of a page and others', () => {
  const thumbnails = [
    { url: '//i.ytimg.com/a.jpg', width: 1, height: 2 },
    { url: 'https://i.ytimg.com/b.jpg' },
    { url: 'data:x' },
    {},
  ];
  expect(picturesOf(thumbnails.slice(0, 3))).toEqual([
    { url: 'https://i.ytimg.com/a.jpg', width: 1, height: 2 },
    { url: 'https://i.ytimg.com/b.jpg', width: null, height: null },
  ]);
});

test('an HLS playlist whose sounds have playlists of their own', async () => {
  const text = `#EXTM3U
#EXT-X-MEDIA:URI="https://m.test/itag/234/index.m3u8",TYPE=AUDIO,GROUP-ID="234",NAME="Default",DEFAULT=YES,AUTOSELECT=YES
#EXT-X-STREAM-INF:BANDWIDTH=800000,CODECS="avc1.4D401E,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=30,AUDIO="234"
https://m.test/itag/230/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=1600000,CODECS="vp09.00.31.08,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=60,AUDIO="234"
relative/itag/232/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.4D401E",RESOLUTION=1x1
file:///etc/passwd
`;
  const headers = [{ name: 'User-Agent', value: 'x' }];
  const formats = hlsFormats(await readMultivariant(text, 'https://m.test/a/'), 'https://m.test/a/', 10, headers);
  expect(
    formats.map(({ id, kind, height, fps, videoCodec, audioCodec, size, place }) => [
      id,
      kind,
      height,
      fps,
      videoCodec,
      audioCodec,
      size,
      place.url,
    ]),
  ).toEqual([
    ['hls-230', 'video', 360, 30, 'avc1.4D401E', null, 1_000_000, 'https://m.test/itag/230/index.m3u8'],
    ['hls-232', 'video', 720, 60, 'vp09.00.31.08', null, 2_000_000, 'https://m.test/a/relative/itag/232/index.m3u8'],
    ['hls-234', 'audio', null, null, null, 'mp4a.40.2', null, 'https://m.test/itag/234/index.m3u8'],
  ]);
  expect(formats.every(({ road, place }) => road === 'hls' && place.headers === headers && place.chunk === null)).toBe(
    true,
  );
});

test('the order of clients: its own, or another one, each once', () => {
  expect(clientsOf([])[0]).toEqual({ name: 'VISIONOS', page: false });
  expect(clientsOf(['tv', 'WEB', 'TV'])).toEqual([
    { name: 'TV', page: true },
    { name: 'WEB', page: true },
  ]);
  expect(() => clientsOf(['WEB', 'CONSOLE'])).toThrow(expect.objectContaining({ code: 'invalid-input' }));
});

test('digging reads own names only, and texts in all their forms', () => {
  expect(dig({ a: [{ b: 1 }] }, 'a', 0, 'b')).toBe(1);
  expect(dig({ a: null }, 'a', 'b')).toBeUndefined();
  expect(dig({}, 'constructor', 'name')).toBeUndefined();
  expect(dig([], 'length')).toBe(0);
  for (const text of ['x', { simpleText: 'x' }, { runs: [{ text: 'x' }] }, { content: 'x' }])
    expect(textOf(text)).toBe('x');
  for (const text of [undefined, null, '', {}, { runs: [] }, 5]) expect(textOf(text)).toBeNull();
});

test('finding goes through the text in its order, and not into what was found', () => {
  const json = { b: [{ x: 1 }, { deep: { x: { x: 2 } } }], a: { y: 3 }, x: 4 };
  expect(findAll(json, new Set(['x', 'y']))).toEqual([
    { name: 'x', value: 1 },
    { name: 'x', value: { x: 2 } },
    { name: 'y', value: 3 },
    { name: 'x', value: 4 },
  ]);
  let deep: unknown = { x: 1 };
  for (let level = 0; level < 100_000; level += 1) deep = { deep };
  expect(findAll(deep, new Set(['x']))).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { readMultivariant } from '../../../engine/sources/hls/multivariant.ts';
import { soundOffers, variantOffers } from '../../../engine/sources/hls/offers.ts';

const url = 'https://cdn.example/master.m3u8';
const media = (group: string, more: string): string =>
  `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${group}",NAME="${group}",DEFAULT=YES,${more}`;
const variant = (name: string, bandwidth: number, more: string): string =>
  `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},${more}\n${name}.m3u8`;
const [hd, sd] = ['RESOLUTION=1920x1080,CODECS="avc1.640028', 'RESOLUTION=640x360,CODECS="avc1.4d401e'];

/** The names of the playlists that are tried where only sound is wanted. */
async function offered(quality: string, ...lines: readonly string[]): Promise<string[]> {
  const read = await readMultivariant(['#EXTM3U', ...lines, ''].join('\n'), url);
  return soundOffers(read, quality).map((offer) => offer.url.replace(/^.*\/|\.m3u8$/gu, ''));
}

test('sound that has a playlist of its own is taken from there, in the quality of its variant', async () => {
  const lines = [
    media('good', 'URI="good.m3u8"'),
    media('poor', 'URI="poor.m3u8"'),
    variant('sound', 64_000, 'CODECS="mp4a.40.2"'),
    variant('hd', 5_000_000, `${hd},mp4a.40.2",AUDIO="good"`),
    variant('hd-elsewhere', 5_000_000, `${hd},mp4a.40.2",AUDIO="good"`),
    variant('sd', 800_000, `${sd},mp4a.40.2",AUDIO="poor"`),
    variant('least', 400_000, `${sd},mp4a.40.2"`),
  ];
  expect(await offered('best', ...lines)).toEqual(['good']);
  expect(await offered('480p', ...lines)).toEqual(['poor']);
  expect(await offered('worst', ...lines)).toEqual(['poor']);
});

test('where it has none, a variant of sound alone is taken', async () => {
  const lines = [
    media('inside', 'LANGUAGE="en"'),
    variant('low', 48_000, 'CODECS="mp4a.40.5"'),
    variant('high', 128_000, 'CODECS="mp4a.40.2"'),
    variant('hd', 5_000_000, `${hd},mp4a.40.2",AUDIO="inside"`),
  ];
  expect(await offered('best', ...lines)).toEqual(['high']);
  expect(await offered('worst', ...lines)).toEqual(['low']);
  expect(await offered('100k', ...lines)).toEqual(['low']);
});

test('sound that comes with pictures only is taken with the smallest of the variants that have the same', async () => {
  const lines = [
    variant('silent', 100_000, `${sd}"`),
    variant('other', 200_000, `${sd},mp4a.40.5"`),
    variant('small', 400_000, `${sd},mp4a.40.2"`),
    variant('hd', 5_000_000, `${hd},mp4a.40.2"`),
  ];
  expect(await offered('best', ...lines)).toEqual(['small']);
  expect(await offered('worst', ...lines)).toEqual(['other']);
  expect(
    await offered('best', variant('a', 900, 'RESOLUTION=640x360'), variant('b', 90, 'RESOLUTION=320x180')),
  ).toEqual(['b']);
});

test('where pictures are wanted as well, it is the variant, and the same one elsewhere', async () => {
  const text = ['#EXTM3U', variant('a', 900, 'RESOLUTION=640x360'), variant('b', 900, 'RESOLUTION=640x360'), ''];
  const read = await readMultivariant(text.join('\n'), url);
  expect(variantOffers(read, 'best').map(({ variant: { url: there }, rendition }) => [there, rendition])).toEqual([
    ['https://cdn.example/a.m3u8', null],
    ['https://cdn.example/b.m3u8', null],
  ]);
});

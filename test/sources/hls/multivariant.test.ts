import { expect, test } from 'vitest';
import { isMultivariant, readMultivariant } from '../../../engine/sources/hls/multivariant.ts';
import { audioOf, subtitlesOf } from '../../../engine/sources/hls/renditions.ts';
import { chooseVariant } from '../../../engine/sources/stream/choose.ts';

const url = 'https://cdn.example/live/master.m3u8?token=abc';

const text = `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-DEFINE:NAME="cdn",VALUE="https://media.example"
#EXT-X-DEFINE:QUERYPARAM="token"
#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.title",VALUE="Evening News"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="Commentary",LANGUAGE="en",AUTOSELECT=YES,URI="c.m3u8",CHARACTERISTICS="public.accessibility.describes-video"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,URI="a/en.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="mux",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="mux",NAME="Deutsch",LANGUAGE="de",AUTOSELECT=YES,URI="a/de.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="English",LANGUAGE="en",URI="s/en.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="Deutsch",LANGUAGE="de",URI="s/de.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="Deutsch, once more",LANGUAGE="de",URI="s/de.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="other",NAME="Suomi",LANGUAGE="fi",URI="s/fi.m3u8"
#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="English",INSTREAM-ID="CC1"
#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2",AUDIO="aac"
{$cdn}/audio.m3u8?t={$token}
#EXT-X-STREAM-INF:BANDWIDTH=6000000,RESOLUTION=1920x1080,FRAME-RATE=50,CODECS="avc1.640028,mp4a.40.2",AUDIO="aac",SUBTITLES="subs"
# a comment in between
{$cdn}/1080.m3u8?t={$token}
#EXT-X-STREAM-INF:BANDWIDTH=1200000,RESOLUTION=640x360,CODECS="avc1.4d401e,mp4a.40.2",AUDIO="mux"
low/360.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=3840x2160,URI="iframes.m3u8"
`;

test('variants, renditions, variables and the title', async () => {
  for (const form of [text, `\ufeff${text.replaceAll('\n', '\r\n')}`]) {
    expect(isMultivariant(form)).toBe(true);
    const read = await readMultivariant(form, url);
    expect(read.title).toBe('Evening News');
    expect(read.variables).toEqual({ cdn: 'https://media.example', token: 'abc' });
    expect(read.variants).toMatchObject([
      { url: 'https://media.example/audio.m3u8?t=abc', width: null, bandwidth: 64_000, codecs: 'mp4a.40.2' },
      { width: 1920, height: 1080, frameRate: 50, bandwidth: 6_000_000, audioGroup: 'aac', subtitlesGroup: 'subs' },
      { url: 'https://cdn.example/live/low/360.m3u8', frameRate: null, codecs: 'avc1.4d401e,mp4a.40.2' },
    ]);
  }
});

test('the default rendition is taken when it has a playlist of its own', async () => {
  const read = await readMultivariant(text, url);
  const [sound, best, low] = read.variants;
  if (sound === undefined || best === undefined || low === undefined) throw new Error('variants are missing');
  expect(audioOf(read, best)?.url).toBe('https://cdn.example/live/a/en.m3u8');
  // The default sound is in the variant itself.
  expect(audioOf(read, low)).toBeNull();
  expect(audioOf(read, sound)).toBeNull();
  expect(audioOf({ ...read, audio: read.audio.filter((one) => !one.default) }, low)?.language).toBe('de');
  // Better the one who describes the pictures than silence.
  expect(audioOf({ ...read, audio: read.audio.slice(0, 1) }, best)?.name).toBe('Commentary');
  expect(subtitlesOf(read, best).map((one) => [one.language, one.url])).toEqual([
    ['en', 'https://cdn.example/live/s/en.m3u8'],
    ['de', 'https://cdn.example/live/s/de.m3u8'],
  ]);
  expect(subtitlesOf(read, low)).toEqual([]);
});

test('a variant whose sound is the rendition itself has it once', async () => {
  const same = text.replace('low/360.m3u8', 'a/de.m3u8').replaceAll(',DEFAULT=YES', '');
  const read = await readMultivariant(same, url);
  const low = read.variants.find((variant) => variant.height === 360);
  expect(low?.url).toBe('https://cdn.example/live/a/de.m3u8');
  const german = { ...read, audio: read.audio.filter((one) => one.language === 'de') };
  expect(low === undefined ? undefined : audioOf(german, low)).toBeNull();
});

test('playlists of I-frames and codecs nobody knows are no choice', async () => {
  const read = await readMultivariant(`${text}#EXT-X-STREAM-INF:BANDWIDTH=99000000,CODECS="xyz1"\nx.m3u8\n`, url);
  expect(chooseVariant(read.variants, 'best')?.height).toBe(1080);
  expect(read.variants).toHaveLength(3);
});

test('a variant whose address is missing is none, and takes none from the next', async () => {
  const lines = [
    '#EXT-X-STREAM-INF:BANDWIDTH=1',
    '#EXT-X-STREAM-INF:BANDWIDTH=2',
    'b.m3u8',
    '#EXT-X-STREAM-INF:BANDWIDTH=3',
  ];
  const read = await readMultivariant(['#EXTM3U', ...lines].join('\n'), url);
  expect(read.variants.map((variant) => variant.bandwidth)).toEqual([2]);
});

test('a tag without attributes names a variant all the same', async () => {
  const read = await readMultivariant('#EXTM3U\n#EXT-X-STREAM-INF:\na.m3u8\n', url);
  expect(read.variants).toMatchObject([{ url: 'https://cdn.example/live/a.m3u8', bandwidth: null, codecs: null }]);
});

test.each(['#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n', '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{$no}.m3u8\n'])(
  '%j is broken',
  async (broken) => {
    await expect(readMultivariant(broken, url)).rejects.toMatchObject({ code: 'corrupt-media' });
  },
);

test('a media playlist is no multivariant one', () => {
  expect(isMultivariant('#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\na.ts\n')).toBe(false);
  expect(isMultivariant('<html>#EXT-X-STREAM-INF:</html>')).toBe(false);
});

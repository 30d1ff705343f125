import { expect, test } from 'vitest';
import { foundFormats } from '../../../engine/sources/youtube/formats.ts';
import { usableFormats } from '../../../engine/sources/youtube/usable-formats.ts';

const headers = [{ name: 'User-Agent', value: 'client' }];
const url = 'https://rr1---sn-a.googlevideo.com/videoplayback?itag=1';

/** `xtags` as the site packs them: a message of protocol buffers with pairs of key and value. */
function xtags(tags: Readonly<Record<string, string>>): string {
  const field = (number: number, bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
  const pairs = Object.entries(tags).map(([key, value]) =>
    field(1, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))])),
  );
  return Buffer.concat(pairs).toString('base64url');
}

const sound = (more: object): object => ({
  itag: 140,
  url,
  mimeType: 'audio/mp4; codecs="mp4a.40.2"',
  bitrate: 131_000,
  averageBitrate: 129_500,
  contentLength: '485000',
  audioQuality: 'AUDIO_QUALITY_MEDIUM',
  audioSampleRate: '44100',
  audioChannels: 2,
  approxDurationMs: '30000',
  ...more,
});

const picture = (more: object): object => ({
  itag: 137,
  url,
  mimeType: 'video/mp4; codecs="avc1.640028"',
  bitrate: 3_000_000,
  width: 1920,
  height: 1080,
  fps: 30,
  qualityLabel: '1080p',
  ...more,
});

const found = (...raw: readonly object[]) =>
  foundFormats(
    raw.map((format) => ({ format, url })),
    headers,
  );

test('a sound: everything the site says of it', () => {
  const ranges = { initRange: { start: '0', end: '722' }, indexRange: { start: '723', end: '1066' } };
  expect(found(sound(ranges))).toEqual([
    {
      id: '140',
      kind: 'audio',
      container: 'm4a',
      width: null,
      height: null,
      fps: null,
      hdr: false,
      videoCodec: null,
      audioCodec: 'mp4a.40.2',
      bitrate: 129_500,
      audioBitrate: 129_500,
      channels: 2,
      language: null,
      original: true,
      size: 485_000,
      approximate: false,
      road: 'https',
      place: { url, headers, chunk: 10 * 1024 * 1024 },
      index: { init: { start: 0, length: 723 }, index: { start: 723, length: 344 } },
    },
  ]);
});

test('pictures: high range of brightness, WebM, and a size that is reckoned', () => {
  const hdr = { transferCharacteristics: 'COLOR_TRANSFER_CHARACTERISTICS_SMPTEST2084' };
  const [plain, bright, hlg, webm] = found(
    picture({ averageBitrate: 2_000_000, approxDurationMs: '4000' }),
    picture({ itag: 337, mimeType: 'video/webm; codecs="vp09.02.51.10.01.09.16.09.00"', fps: 60, colorInfo: hdr }),
    picture({ itag: 338, colorInfo: { transferCharacteristics: 'COLOR_TRANSFER_CHARACTERISTICS_ARIB_STD_B67' } }),
    picture({
      itag: 248,
      mimeType: 'video/webm; codecs="vp9"',
      initRange: { start: '0', end: '1' },
      indexRange: { start: '2', end: '3' },
    }),
  );
  expect(plain).toMatchObject({
    kind: 'video',
    size: 1_000_000,
    approximate: true,
    hdr: false,
    index: null,
    audioCodec: null,
  });
  expect(bright).toMatchObject({
    hdr: true,
    fps: 60,
    videoCodec: 'vp09.02.51.10.01.09.16.09.00',
    container: 'webm',
    size: null,
  });
  expect(hlg).toMatchObject({ hdr: true });
  expect(webm).toMatchObject({ hdr: false, videoCodec: 'vp9', index: null });
});

test('both in one', () => {
  const [both] = found(
    picture({
      itag: 18,
      mimeType: 'video/mp4; codecs="avc1.42001E, mp4a.40.2"',
      audioQuality: 'AUDIO_QUALITY_LOW',
      audioChannels: 2,
    }),
  );
  expect(both).toMatchObject({
    id: '18',
    kind: 'both',
    videoCodec: 'avc1.42001E',
    audioCodec: 'mp4a.40.2',
    channels: 2,
    original: true,
  });
});

test('sounds of one itag each have a name of their own: languages, evened out, described', () => {
  const track = (id: string, audioIsDefault: boolean) => ({ id, audioIsDefault, displayName: id });
  const formats = found(
    sound({ xtags: xtags({ acont: 'original', lang: 'en-US' }), audioTrack: track('en-US.4', true) }),
    sound({ xtags: xtags({ acont: 'dubbed-auto', lang: 'de' }), audioTrack: track('de.3', false) }),
    sound({ xtags: xtags({ acont: 'descriptive', lang: 'en-US' }), audioTrack: track('en-US.2', false) }),
    sound({ xtags: xtags({ acont: 'original', drc: '1', lang: 'en-US' }), isDrc: true }),
    sound({ xtags: xtags({ acont: 'dubbed', drc: '1', lang: 'de' }), isDrc: true }),
  );
  expect(formats.map(({ id, language, original }) => [id, language, original])).toEqual([
    ['140', 'en-US', true],
    ['140-de', 'de', false],
    ['140-en-US', 'en-US', false],
    ['140-drc', 'en-US', true],
    ['140-de-drc', 'de', false],
  ]);
});

test('languages that only the track tells', () => {
  const formats = found(
    sound({ audioTrack: { id: 'ru.4', audioIsDefault: true, displayName: 'Russian original' } }),
    sound({ audioTrack: { id: 'en.10', audioIsDefault: false, displayName: 'English' } }),
  );
  expect(formats.map(({ id, language, original }) => [id, language, original])).toEqual([
    ['140', 'ru', true],
    ['140-en', 'en', false],
  ]);
});

test('one language is no language, and equal names are told apart', () => {
  const formats = found(
    sound({ xtags: xtags({ lang: 'en' }) }),
    sound({ xtags: xtags({ lang: 'en' }) }),
    sound({ xtags: xtags({ vb: '1' }) }),
  );
  expect(formats.map(({ id, language }) => [id, language])).toEqual([
    ['140', null],
    ['140-2', null],
    ['140-vb', null],
  ]);
});

test('tags that nobody can read are no tags', () => {
  expect(found(sound({ xtags: '\u{1F600}%%%' }))).toMatchObject([{ id: '140', original: true, language: null }]);
});

test('what cannot be fetched as a file is sorted out', () => {
  const formats = [
    picture({}),
    picture({ url: undefined, signatureCipher: 's=x&url=y' }),
    picture({ url: undefined }),
    picture({ drmFamilies: ['WIDEVINE'] }),
    picture({ type: 'FORMAT_STREAM_TYPE_OTF' }),
    picture({ targetDurationSec: 5 }),
    { url },
    null,
    'format',
  ];
  const { usable, withoutAddress, encrypted } = usableFormats(formats);
  expect(usable).toEqual(formats.slice(0, 2));
  expect([withoutAddress, encrypted]).toEqual([3, 1]);
});

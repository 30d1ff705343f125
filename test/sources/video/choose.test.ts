import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { presetNames, type VideoFormat, videoFormat } from '../../../contract/video.ts';
import { chooseFormats, chooseForPreset, extensionOf } from '../../../engine/sources/video/choose.ts';
import { offersOf } from '../../../engine/sources/video/offers.ts';

const nothing: VideoFormat = {
  ...{ id: '', kind: 'video', container: 'mp4', width: null, height: null, fps: null, hdr: false },
  ...{ videoCodec: null, audioCodec: null, bitrate: null, audioBitrate: null, channels: null, language: null },
  ...{ original: true, size: null, approximate: false, road: 'https' },
};

function picture(id: string, height: number, codec: string, change: Partial<VideoFormat> = {}): VideoFormat {
  const container = codec === 'vp9' ? 'webm' : 'mp4';
  const names = { h264: 'avc1.640028', vp9: 'vp09.00.51.08', av1: 'av01.0.12M.08' } as Record<string, string>;
  const size = height * 100_000;
  return {
    ...{ ...nothing, id, height, width: Math.round((height * 16) / 9), fps: 30, container, size },
    ...{ videoCodec: names[codec] ?? codec, bitrate: height * 2000 },
    ...change,
  };
}

function sound(id: string, codec: 'aac' | 'opus', bitrate: number, change: Partial<VideoFormat> = {}): VideoFormat {
  return {
    ...{ ...nothing, id, kind: 'audio', container: codec === 'aac' ? 'm4a' : 'webm', channels: 2, size: bitrate * 20 },
    ...{ audioCodec: codec === 'aac' ? 'mp4a.40.2' : 'opus', bitrate, audioBitrate: bitrate },
    ...change,
  };
}

/** What a site with everything has. */
const all: VideoFormat[] = [
  picture('18', 360, 'h264', { kind: 'both', audioCodec: 'mp4a.40.2', audioBitrate: 96_000, channels: 2 }),
  ...[
    ['160', 144],
    ['134', 360],
    ['136', 720],
    ['137', 1080],
  ].map(([id, height]) => picture(String(id), Number(height), 'h264')),
  ...[
    ['278', 144],
    ['247', 720],
    ['248', 1080],
    ['313', 2160],
  ].map(([id, height]) => picture(String(id), Number(height), 'vp9')),
  ...[
    ['394', 144],
    ['399', 1080],
    ['401', 2160],
  ].map(([id, height]) => picture(String(id), Number(height), 'av1')),
  sound('139', 'aac', 48_000),
  sound('140', 'aac', 128_000),
  sound('249', 'opus', 50_000),
  sound('251', 'opus', 130_000),
  sound('140-1', 'aac', 129_000, { original: false, language: 'de' }),
  sound('251-drc', 'opus', 131_000),
];

function ids(preset: (typeof presetNames)[number], formats: readonly VideoFormat[], audio: 'keep' | 'm4a' = 'keep') {
  const choice = chooseForPreset(formats, preset, audio);
  return choice === null ? null : `${choice.formats.map(({ id }) => id).join('+')} ${extensionOf(choice, audio)}`;
}

describe('presets', () => {
  test.each([
    ['best', '401+251 webm'],
    ['compatible', '137+140 mp4'],
    ['1080p', '137+140 mp4'],
    ['720p', '136+140 mp4'],
    ['audio', '251 opus'],
  ] as const)('%s of everything: %s', (preset, expected) => {
    expect(ids(preset, all)).toBe(expected);
  });

  test('smallest: the fewest bytes that can be seen and heard', () => {
    const small = all.map((format) => (format.id === '394' ? { ...format, size: 5_000_000 } : format));
    expect(ids('smallest', small)).toBe('394+139 mp4');
  });

  test('sound in AAC is taken where that is wanted, so that nothing is converted', () => {
    expect(ids('audio', all, 'm4a')).toBe('140 m4a');
  });

  const without = (...gone: string[]) => all.filter(({ id }) => !gone.includes(id));

  test.each<[what: string, preset: (typeof presetNames)[number], formats: VideoFormat[], expected: string | null]>([
    ['H.264 at 4K is not what every player plays', 'compatible', [...all, picture('266', 2160, 'h264')], '137+140 mp4'],
    ['no H.264 of its own', 'compatible', without('160', '134', '136', '137'), '18 mp4'],
    ['no H.264 at all', 'compatible', without('18', '160', '134', '136', '137'), null],
    ['only Opus', 'compatible', without('18', '139', '140', '140-1'), null],
    ['no sound', 'best', all.filter(({ kind }) => kind === 'video'), '401 mp4'],
    ['no picture', 'best', all.filter(({ kind }) => kind === 'audio'), '251 opus'],
    ['no picture', 'compatible', all.filter(({ kind }) => kind === 'audio'), '140 m4a'],
    ['nothing', 'best', [], null],
    ['nothing to be heard', 'audio', [picture('1', 720, 'h264')], null],
    ['one that is both', 'audio', [all[0] as VideoFormat], '18 m4a'],
    [
      'nothing as low',
      '720p',
      [picture('a', 1080, 'h264'), picture('b', 2160, 'h264'), sound('s', 'aac', 1)],
      'a+s mp4',
    ],
    ['more pictures a second', '1080p', [...all, picture('299', 1080, 'vp9', { fps: 60 })], '299+251 webm'],
    ['HDR where somebody wants the best', 'best', [...all, picture('337', 2160, 'vp9', { hdr: true })], '337+251 webm'],
    ['HDR where every screen has to do', '1080p', [...all, picture('335', 1080, 'h264', { hdr: true })], '137+140 mp4'],
    [
      'one that stands upright',
      '1080p',
      [picture('u', 1920, 'h264', { width: 1080 }), picture('w', 1280, 'h264', { width: 720 })],
      'u mp4',
    ],
    ['H.264 and only Opus', '1080p', [picture('p', 1080, 'h264'), sound('s', 'opus', 1)], 'p+s mkv'],
    [
      'the same as a file and as a playlist',
      '1080p',
      [picture('hls', 1080, 'h264', { road: 'hls' }), picture('p', 1080, 'h264')],
      'p mp4',
    ],
    [
      'a dubbed one that is higher',
      'best',
      [picture('d', 1080, 'h264', { kind: 'both', original: false }), picture('o', 720, 'h264', { kind: 'both' })],
      'o mp4',
    ],
    ['codecs nobody knows', 'best', [{ ...nothing, id: 'x', kind: 'both', container: 'webm' }], 'x webm'],
    ['a container nobody knows', 'best', [{ ...nothing, id: 'x', kind: 'both', container: 'flv' }], 'x mkv'],
  ])('%s: %s', (_what, preset, formats, expected) => {
    expect(ids(preset, formats)).toBe(expected);
  });
});

describe('by name', () => {
  test.each([
    ['18', ['18'], 'mp4'],
    ['137+140', ['137', '140'], 'mp4'],
    ['140+137', ['137', '140'], 'mp4'],
    ['248+140', ['248', '140'], 'mp4'],
    ['137+251', ['137', '251'], 'mkv'],
    ['137', ['137'], 'mp4'],
    ['140', ['140'], 'm4a'],
    ['18+251', ['18', '251'], 'mkv'],
  ])('%s', (wanted, expected, extension) => {
    const choice = chooseFormats(all, wanted, 'keep');
    expect(choice.formats.map(({ id }) => id)).toEqual(expected);
    expect(extensionOf(choice, 'keep')).toBe(extension);
    expect(choice.onlySound).toBe(wanted === '140');
  });

  test.each(['999', '137+999', '137+136', '140+251', '137+137', '140+140'])('%s is refused', (wanted) => {
    expect(() => chooseFormats(all, wanted, 'keep')).toThrow(expect.objectContaining({ code: 'no-format' }));
  });
});

test('offers say what a preset comes to', () => {
  const offers = offersOf(all);
  expect(offers.map(({ preset }) => preset)).toEqual([...presetNames]);
  expect(offers.find(({ preset }) => preset === '1080p')).toEqual({
    ...{ preset: '1080p', formats: ['137', '140'], extension: 'mp4', height: 1080, fps: 30 },
    ...{ videoCodec: 'avc1.640028', audioCodec: 'mp4a.40.2', audioBitrate: 128_000 },
    ...{ size: 108_000_000 + 2_560_000, approximate: false },
  });
  expect(offers.find(({ preset }) => preset === 'audio')).toMatchObject({
    formats: ['251'],
    height: null,
    videoCodec: null,
  });
  expect(offersOf([])).toEqual([]);
});

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const anyFormat: fc.Arbitrary<VideoFormat> = fc.record({
  id: fc.string({ minLength: 1, maxLength: 4, unit: some('1', '2', '3', 'a', '-') }),
  kind: some('video', 'audio', 'both'),
  container: some('mp4', 'webm', 'm4a', 'flv', ''),
  width: fc.option(fc.integer({ min: 1, max: 8000 })),
  height: fc.option(some(144, 240, 360, 480, 720, 1080, 1440, 2160)),
  fps: fc.option(some(24, 29.97, 30, 60)),
  hdr: fc.boolean(),
  videoCodec: fc.option(some('avc1.4d401e', 'vp9', 'av01.0.0', 'hvc1', 'theora')),
  audioCodec: fc.option(some('mp4a.40.2', 'opus', 'mp3', 'ec-3', 'speex')),
  bitrate: fc.option(fc.integer({ min: 0, max: 1e8 })),
  audioBitrate: fc.option(fc.integer({ min: 0, max: 1e6 })),
  channels: fc.option(some(1, 2, 6)),
  language: fc.option(some('en', 'de')),
  original: fc.boolean(),
  size: fc.option(fc.integer({ min: 0, max: 1e12 })),
  approximate: fc.boolean(),
  road: some('https', 'hls', 'dash'),
});
const anyFormats = fc.uniqueArray(anyFormat, { selector: ({ id }) => id, maxLength: 12 });

test('whatever there is: a preset takes at most one picture and one sound of it', () => {
  fc.assert(
    fc.property(
      anyFormats,
      some(...presetNames),
      some('keep' as const, 'mp3' as const, 'm4a' as const),
      (formats, preset, audio) => {
        for (const format of formats) videoFormat.parse(format);
        const choice = chooseForPreset(formats, preset, audio);
        const pictures = formats.filter(({ kind }) => kind !== 'audio');
        const sounds = formats.filter(({ kind }) => kind !== 'video');
        if (choice === null) {
          // Only what is promised for every player, and sound, can be missing.
          expect(preset === 'compatible' || (preset === 'audio' && sounds.length === 0) || formats.length === 0).toBe(
            true,
          );
          return;
        }
        const { formats: chosen, onlySound } = choice;
        expect(
          chosen.length === 1 || (chosen.length === 2 && chosen[0]?.kind === 'video' && chosen[1]?.kind === 'audio'),
        ).toBe(true);
        for (const one of chosen) expect(formats).toContain(one);
        expect(onlySound).toBe(preset === 'audio' || pictures.length === 0);
        expect(extensionOf(choice, audio)).toMatch(/^(?:mp4|webm|mkv|mka|m4a|mp3|opus|ogg|flac)$/);
        if (onlySound) return;
        // Something is heard where there is anything to hear.
        if (sounds.length > 0 && preset !== 'compatible') {
          const canBeHeard =
            pictures.some(({ kind }) => kind === 'both') || formats.some(({ kind }) => kind === 'audio');
          expect(chosen.some(({ kind }) => kind !== 'video')).toBe(canBeHeard);
        }
        const lines = ({ width, height }: VideoFormat): number =>
          width === null || height === null ? (height ?? 0) : Math.min(width, height);
        const limit = { '1080p': 1080, '720p': 720, compatible: 1080 }[preset as string];
        const [first] = chosen;
        if (limit === undefined || first === undefined) return;
        const heard = sounds.some(({ kind }) => kind === 'audio')
          ? pictures
          : pictures.filter(({ kind }) => kind === 'both');
        const lowest = Math.min(...(heard.length > 0 ? heard : pictures).map(lines));
        expect(lines(first)).toBeLessThanOrEqual(Math.max(limit, lowest));
        if (preset === 'compatible') expect(extensionOf(choice, audio)).toBe('mp4');
      },
    ),
    { numRuns: 2000 },
  );
});

test('the order in which a site names its formats does not matter to what is seen', () => {
  fc.assert(
    fc.property(anyFormats, some('best' as const, '1080p' as const), fc.integer(), (formats, preset, seed) => {
      const turned = formats.toSorted((a, b) => ((seed ^ a.id.length) % 7) - ((seed ^ b.id.length) % 5));
      const [one] = chooseForPreset(formats, preset, 'keep')?.formats ?? [];
      const [other] = chooseForPreset(turned, preset, 'keep')?.formats ?? [];
      expect([other?.height, Math.round(other?.fps ?? 0), other?.hdr]).toEqual([
        one?.height,
        Math.round(one?.fps ?? 0),
        one?.hdr,
      ]);
    }),
  );
});

test('of thousands of formats, not each is tried with each', () => {
  let read = 0;
  const counted = (format: VideoFormat): VideoFormat =>
    Object.defineProperty({ ...format }, 'size', {
      get: () => {
        read += 1;
        return format.size;
      },
    });
  const many = Array.from({ length: 2000 }, (_, at) => [
    counted(picture(`p${at}`, 3000 - at, 'h264')),
    counted(sound(`s${at}`, 'aac', 5000 - at)),
  ]).flat();
  expect(chooseForPreset(many, 'smallest', 'keep')?.formats.map(({ id }) => id)).toEqual(['p1999', 's1999']);
  expect(read).toBeLessThan(1_000_000);
});

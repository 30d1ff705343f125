import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseVariant, substitutes } from '../../../engine/sources/stream/choose.ts';
import { contentOf, type Variant } from '../../../engine/sources/stream/variant.ts';

function variant(given: Partial<Variant> & { id: string }): Variant & { id: string } {
  return { width: null, height: null, bandwidth: null, codecs: null, frameRate: null, names: [], ...given };
}

const ladder = [
  variant({ id: 'sound', bandwidth: 64_000, codecs: 'mp4a.40.2' }),
  variant({ id: '720', width: 1280, height: 720, frameRate: 29.97, bandwidth: 2_500_000 }),
  variant({ id: '1080p60', width: 1920, height: 1080, frameRate: 60, bandwidth: 5_000_000 }),
  variant({ id: '1080', width: 1920, height: 1080, frameRate: 30, bandwidth: 6_000_000 }),
  variant({ id: '720p60', width: 1280, height: 720, frameRate: 60, bandwidth: 3_000_000 }),
  variant({ id: '360', width: 640, height: 360, bandwidth: 800_000 }),
];

test.each([
  ['best', '1080p60'],
  ['worst', '360'],
  ['1080p', '1080p60'],
  ['900p', '720p60'],
  ['720p', '720p60'],
  ['2160p', '1080p60'],
  ['240p', '360'],
  ['3000k', '720p60'],
  ['2.9M', '720'],
  ['3000000', '720p60'],
  ['100M', '1080'],
  ['500k', '360'],
])('%s is %s', (quality, id) => {
  expect(chooseVariant(ladder, quality)?.id).toBe(id);
});

test('sound alone is chosen only when there is nothing else', () => {
  expect(chooseVariant(ladder.slice(0, 1), 'best')?.id).toBe('sound');
  const unknown = variant({ id: 'unknown', bandwidth: 1000 });
  expect(chooseVariant([...ladder.slice(0, 1), unknown], 'best')?.id).toBe('unknown');
  // Without a size it may be sound as well, and there are pictures.
  expect(chooseVariant([unknown, ...ladder], 'worst')?.id).toBe('360');
  expect(chooseVariant([], 'best')).toBeNull();
});

test('of equal ones the first, the others stand in for it', () => {
  const [first, second] = [
    variant({ id: 'a', bandwidth: 1, height: 2 }),
    variant({ id: 'b', bandwidth: 1, height: 2 }),
  ];
  const other = variant({ id: 'c', bandwidth: 1, height: 2, codecs: 'hvc1' });
  for (const quality of ['best', 'worst', '2p', '10k']) {
    expect(chooseVariant([first, second], quality)?.id).toBe('a');
  }
  expect(substitutes([first, second, other], first)).toEqual([second]);
});

test('sizes are read from names where there are no others, and upright pictures lie down', () => {
  const named = ['audio_only', '480p30', '720p60', '1080p60 (source)'].map((id, at) =>
    variant({ id, names: [id], bandwidth: 1000 - at }),
  );
  expect(chooseVariant(named, '720p')?.id).toBe('720p60');
  expect(chooseVariant(named, 'best')?.id).toBe('1080p60 (source)');
  const upright = [
    variant({ id: 'small', width: 720, height: 1280 }),
    variant({ id: 'large', width: 1080, height: 1920 }),
  ];
  expect(chooseVariant(upright, '1080p')?.id).toBe('large');
  expect(chooseVariant(upright, '720p')?.id).toBe('small');
});

test('without any size a height asks for the best', () => {
  const plain = [variant({ id: 'low', bandwidth: 1 }), variant({ id: 'high', bandwidth: 2 })];
  expect(chooseVariant(plain, '1080p')?.id).toBe('high');
});

test.each([
  ['avc1.640028,mp4a.40.2', 'video'],
  ['hvc1.1.6.L93', 'video'],
  ['av01.0.08M.08', 'video'],
  ['dvh1.05.06', 'video'],
  ['vp09.00.40.08', 'video'],
  ['ec-3', 'audio'],
  ['mp4a.40.2,opus', 'audio'],
  ['wvtt', 'unknown'],
  [null, 'unknown'],
])('%s is %s', (codecs, content) => {
  expect(contentOf(variant({ id: '', codecs }))).toBe(content);
});

test('whatever there is, something is chosen that keeps its promise', () => {
  const some = fc.record({
    id: fc.uuid(),
    width: fc.option(fc.integer({ min: 1, max: 4000 })),
    height: fc.option(fc.integer({ min: 1, max: 4000 })),
    bandwidth: fc.option(fc.integer({ min: 1, max: 9_000_000 })),
    codecs: fc.option(fc.constantFrom('avc1', 'mp4a', 'avc1,mp4a')),
    frameRate: fc.option(fc.integer({ min: 1, max: 120 })),
    names: fc.constant<string[]>([]),
  });
  fc.assert(
    fc.property(fc.array(some, { minLength: 1 }), fc.integer({ min: 1, max: 9_000_000 }), (variants, most) => {
      const hasVideo = variants.some((one) => contentOf(one) === 'video');
      for (const quality of ['best', 'worst', '720p', `${most}`]) {
        const chosen = chooseVariant(variants, quality);
        if (chosen === null) throw new Error('nothing was chosen');
        if (hasVideo) expect(contentOf(chosen)).toBe('video');
      }
      const pool = variants.filter((one) => !hasVideo || contentOf(one) === 'video');
      const chosen = chooseVariant(variants, `${most}`)?.bandwidth ?? null;
      if (!hasVideo || chosen === null) return;
      const known = pool.map((one) => one.bandwidth).filter((bandwidth) => bandwidth !== null);
      const below = known.filter((bandwidth) => bandwidth <= most);
      expect(chosen).toBe(below.length > 0 ? Math.max(...below) : Math.min(...known));
    }),
  );
});

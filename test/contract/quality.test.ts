import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitOf, readQuality } from '../../contract/quality.ts';
import { recordingOptions } from '../../contract/recording.ts';

test('whatever is read as a quality is one of the contract, and is read as itself again', () => {
  const text = fc.oneof(fc.stringMatching(/^\d{1,14}(\.\d{1,3})?[pPkKmM]?$/), fc.string({ maxLength: 6 }));
  fc.assert(
    fc.property(text, (given) => {
      const quality = readQuality(given);
      if (quality === null) return;
      expect(recordingOptions.parse({ quality }).quality).toBe(quality);
      expect(readQuality(quality)).toBe(quality);
    }),
  );
});

test('a height and a bit rate are bounds of their own kinds', () => {
  expect(limitOf(readQuality('1080') ?? '')).toEqual({ lines: 1080 });
  expect(limitOf('3000k')).toEqual({ bits: 3_000_000 });
  expect(limitOf('2.5M')).toEqual({ bits: 2_500_000 });
  expect(limitOf('800000')).toEqual({ bits: 800_000 });
  expect(limitOf('best')).toBeNull();
});

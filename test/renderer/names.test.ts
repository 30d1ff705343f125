import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderName, hostOf } from '../../renderer/format/links.ts';
import { headAndTail, honest } from '../../renderer/format/names.ts';

const anyText = fc.string({ unit: 'grapheme', maxLength: 120 });

test('head and tail are the whole name, and are cut between graphemes', () => {
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  fc.assert(
    fc.property(anyText, (name) => {
      const { head, tail } = headAndTail(name);
      expect(head + tail).toBe(name);
      if (tail !== '') expect([...graphemes.segment(name)].some(({ index }) => index === head.length)).toBe(true);
    }),
  );
});

test('the end by which names of a series differ stays', () => {
  expect(headAndTail('a rather long title of some video - part 0042.mp4').tail).toContain('0042.mp4');
  expect(headAndTail('short.mp4')).toEqual({ head: 'short.mp4', tail: '' });
});

test('a name cannot hide its extension behind marks that reorder text', () => {
  expect(honest('holiday\u202egpj.exe')).toBe('holiday\ufffdgpj.exe');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
      expect(honest(name)).not.toMatch(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
  expect(honest('\u{1F469}\u200d\u{1F680}.webm')).toBe('\u{1F469}\u200d\u{1F680}.webm');
});

test('hosts and folders as people call them', () => {
  expect(hostOf('https://www.example.org/a')).toBe('example.org');
  expect(hostOf('http://[::1]:8080/a')).toBe('[::1]:8080');
  expect(hostOf('nonsense')).toBe('');
  expect(folderName('/home/mira/Downloads/')).toBe('Downloads');
  expect(folderName('C:\\Users\\Mira\\Videos')).toBe('Videos');
  expect(folderName('/')).toBe('/');
});

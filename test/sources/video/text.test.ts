import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineOf, linesOf } from '../../../engine/sources/video/text.ts';

test('hostile words are only words', () => {
  expect(lineOf('--exec "rm -rf ~"', 100)).toBe('--exec "rm -rf ~"');
  expect(lineOf('$(reboot) `id` ../../etc/passwd', 100)).toBe('$(reboot) `id` ../../etc/passwd');
  expect(lineOf('one\ntwo\r\n\tthree\u2028four', 100)).toBe('one two three four');
  expect(lineOf('\u001b[31mred\u0007\u0000\u009b', 100)).toBe('[31mred');
  expect(lineOf('exe.\u202egpj.mp4', 100)).toBe('exe.gpj.mp4');
});

test('lines stay where they are wanted', () => {
  expect(linesOf('one \r\n\n\ttwo\u0000\n', 100)).toBe('one\n\n two');
});

test('nothing is longer than it may be, has half a character or a control character in it, or changes when read again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 30 }), (text, most) => {
      const line = lineOf(text, most);
      expect(line.length).toBeLessThanOrEqual(most);
      expect(line.isWellFormed()).toBe(true);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u202a-\u202e\u2066-\u2069]/u);
      expect(lineOf(line, most)).toBe(line);
    }),
  );
});

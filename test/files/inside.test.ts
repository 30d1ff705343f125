import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { insideFolder, joinInside } from '../../engine/files/inside.ts';
import { safeName } from '../../engine/files/name.ts';

test.each([
  ['/a/b', '/a/b/c', true],
  ['/a/b/', '/a/b/c/d', true],
  ['/a/b', '/a/b/..c', true],
  ['/a/b', '/a/b', false],
  ['/a/b', '/a/bc', false],
  ['/a/b', '/a/b/../c', false],
  ['/a/b', '/', false],
  ['/', '/a', true],
])('%s holds %s: %s', (folder, path, holds) => {
  expect(insideFolder(folder, path)).toBe(holds);
});

test.each([
  '',
  '.',
  '..',
  '../x',
  'a/../../x',
  '..\\x',
  '/etc/passwd',
  '\\\\host\\share',
  'C:\\x',
  'C:x',
  'a:stream',
  'a\0b',
])('%j is not joined', (name) => {
  expect(() => joinInside('/folder', name)).toThrowError(expect.objectContaining({ code: 'invalid-input' }));
});

test('a safe name never leaves the folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const path = joinInside('/folder', safeName(text));
      expect(insideFolder('/folder', path)).toBe(true);
      expect(path).toBe(join('/folder', safeName(text)));
    }),
  );
});

import { join, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { APP_PAGE, fileForUrl } from '../../main/page-address.ts';

const folder = join(sep, 'opt', 'sluice', 'renderer');

describe('the file behind an address of the page', () => {
  test('is the one of that name in the folder', () => {
    expect(fileForUrl(APP_PAGE, folder)).toBe(join(folder, 'index.html'));
    expect(fileForUrl('app://sluice/', folder)).toBe(join(folder, 'index.html'));
    expect(fileForUrl('app://sluice/assets/a%20b.js?v=1#x', folder)).toBe(join(folder, 'assets', 'a b.js'));
  });

  test.each([
    'app://other/index.html',
    'http://sluice/index.html',
    'app://sluice:81/index.html',
    'app://sluice/%2e%2e%2fsecret',
    'app://sluice/..%2f..%2fetc/passwd',
    'app://sluice/a%5c..%5csecret',
    'app://sluice/a%00.html',
    'app://sluice/C:/Windows/win.ini',
    'app://sluice/%ff',
    'not an address',
  ])('is none for %s', (address) => {
    expect(fileForUrl(address, folder)).toBeUndefined();
  });

  test('never lies outside the folder, whatever the address', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('..', '.', '%2e%2e', '%2E.', '/', '%2f', '\\', '%5c', '%00', '//'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const file = fileForUrl(`app://sluice/${parts.join('/')}`, folder);
        expect(file === undefined || join(file, '.').startsWith(folder + sep)).toBe(true);
      }),
    );
  });
});

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { folderInside } from '../../../server/rest/folder.ts';

let home = '';
let downloads = '';
beforeAll(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-folder-')));
  downloads = join(home, 'downloads');
  mkdirSync(join(downloads, 'in', 'deep'), { recursive: true });
  mkdirSync(join(home, 'out', 'deep'), { recursive: true });
  mkdirSync(`${downloads}-too`);
  symlinkSync(join(home, 'out'), join(downloads, 'away'));
  symlinkSync('../..', join(downloads, 'in', 'up'));
  symlinkSync('in', join(downloads, 'stays'));
  symlinkSync(join(home, 'nothing'), join(downloads, 'dangling'));
  symlinkSync('round', join(downloads, 'round'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Where a folder comes to lie when it is made; `undefined` when it cannot be made. */
function made(path: string): string | undefined {
  try {
    const first = mkdirSync(path, { recursive: true });
    const real = realpathSync(path);
    if (first !== undefined) rmSync(first, { recursive: true });
    return real;
  } catch {
    return undefined;
  }
}

const step = fc.constantFrom(
  'in',
  'deep',
  'up',
  'away',
  'stays',
  'dangling',
  'round',
  'new',
  '..',
  '.',
  '',
  'downloads',
);
const start = fc.constantFrom('', '/', './', 'DOWNLOADS/', 'DOWNLOADS-too/', 'DOWNLOADS/away/');

test('a folder that is let through lies, once it is made, inside the download folder', async () => {
  let inside = 0;
  let outside = 0;
  await fc.assert(
    fc.asyncProperty(start, fc.array(step, { maxLength: 6 }), async (first, steps) => {
      const asked = first.replace('DOWNLOADS', downloads) + steps.join('/');
      const path = await folderInside(downloads, asked).catch((error: unknown) => error);
      if (path instanceof Failure) {
        expect(path.code).toBe('outside-folder');
        outside += 1;
        return;
      }
      inside += 1;
      const real = made(String(path));
      if (real !== undefined) expect(`${real}${sep}`.startsWith(`${downloads}${sep}`)).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(Math.min(inside, outside)).toBeGreaterThan(30);
});

test.each([
  ['', ''],
  ['new/er', 'new/er'],
  ['in/../in/deep', 'in/deep'],
  ['stays/deep', 'stays/deep'],
  ['in/up/downloads/in', 'in/up/downloads/in'],
])('%s lies inside, as %s', async (asked, path) => {
  expect(await folderInside(downloads, asked)).toBe(join(downloads, path));
});

test.each([
  '..',
  'away',
  'away/new',
  'in/up',
  'in/up/out',
  'dangling',
  'dangling/new',
  'round',
  '/',
  '../downloads-too',
])('%s does not', async (asked) => {
  await expect(folderInside(downloads, asked)).rejects.toMatchObject({ code: 'outside-folder' });
});

test('what can be no path is refused, and a download folder behind a link is itself', async () => {
  await expect(folderInside(downloads, 'a\0b')).rejects.toMatchObject({ code: 'invalid-input' });
  symlinkSync(downloads, join(home, 'linked'));
  expect(await folderInside(join(home, 'linked'), 'in')).toBe(join(home, 'linked', 'in'));
  expect(await folderInside(join(home, 'linked'), join(downloads, 'in'))).toBe(join(downloads, 'in'));
  expect(await folderInside(join(home, 'not', 'there'), 'new')).toBe(join(home, 'not', 'there', 'new'));
});

import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cookieLines, withCookieFile } from '../../../engine/sources/yt-dlp/cookie-file.ts';

const link = 'https://example.com/watch/1';

describe('a cookie file', () => {
  test('is for this user alone, and is gone afterwards with what was written into it', async () => {
    let path = '';
    await withCookieFile(['example.com\tFALSE\t/\tTRUE\t0\ta\tb'], async (given) => {
      path = given ?? '';
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
      expect(await readFile(path, 'utf8')).toBe('# Netscape HTTP Cookie File\nexample.com\tFALSE\t/\tTRUE\t0\ta\tb\n');
      await writeFile(path, 'more');
    });
    expect(existsSync(dirname(path))).toBe(false);
  });

  test('is gone also when its use fails', async () => {
    let path = '';
    const failing = withCookieFile(['x'], async (given) => {
      path = given ?? '';
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(path).not.toBe('');
    expect(existsSync(path)).toBe(false);
  });

  test('is not made without a cookie', async () => {
    expect(await withCookieFile([], async (path) => path)).toBe(null);
  });

  test('that somebody else may have put there is left alone, link or folder', async () => {
    const theirs = await mkdtemp(join(tmpdir(), 'sluice-cookies-'));
    await chmod(theirs, 0o777);
    await utimes(theirs, 1, 1);
    const target = await mkdtemp(join(tmpdir(), 'sluice-target-'));
    await utimes(target, 1, 1);
    const led = `${theirs}-link`;
    await symlink(target, led);
    await withCookieFile([], async () => {});
    expect([theirs, target, led].map((path) => existsSync(path))).toEqual([true, true, true]);
    for (const path of [theirs, target, led]) await rm(path, { recursive: true });
  });

  test('that a killed process left is deleted by the next', async () => {
    const left = await mkdtemp(join(tmpdir(), 'sluice-cookies-'));
    await writeFile(join(left, 'cookies.txt'), 'secret');
    await utimes(left, 1, 1);
    const fresh = await mkdtemp(join(tmpdir(), 'sluice-cookies-'));
    await withCookieFile([], async () => {});
    expect([existsSync(left), existsSync(fresh)]).toEqual([false, true]);
    await utimes(fresh, 1, 1);
    await withCookieFile([], async () => {});
    expect(existsSync(fresh)).toBe(false);
  });
});

describe('the lines', () => {
  test('are those of the file that are cookies, in the form that Python takes', () => {
    const text = [
      '\ufeff# Netscape HTTP Cookie File',
      '#HttpOnly_.example.com\tTRUE\t/\tTRUE\t1893456000\tsession\tabc',
      'example.com\tTRUE\t/\tFALSE\t\twide\t1',
      '.example.com\tFALSE\t/\tFALSE\t1.5e9\tnarrow\t2',
      'example.com\tFALSE\t/\tFALSE\t0\tempty',
      'nonsense',
      '{"json": true}',
      '',
    ].join('\r\n');
    expect(cookieLines(text, [], link)).toEqual([
      '#HttpOnly_.example.com\tTRUE\t/\tTRUE\t1893456000\tsession\tabc',
      '.example.com\tTRUE\t/\tFALSE\t0\twide\t1',
      'example.com\tFALSE\t/\tFALSE\t0\tnarrow\t2',
      'example.com\tFALSE\t/\tFALSE\t0\tempty\t',
    ]);
  });

  test('hold what the user gave as a field, for the host of the link alone', () => {
    const headers = [{ name: 'cookie', value: 'a=b=c; d= e ;bad; x\ty=z' }];
    expect(cookieLines(null, headers, link)).toEqual([
      'example.com\tFALSE\t/\tTRUE\t0\ta\tb=c',
      'example.com\tFALSE\t/\tTRUE\t0\td\te',
    ]);
  });
});

import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findYtDlp } from '../../../engine/sources/yt-dlp/find.ts';
import { fakeYtDlp } from './program.ts';

describe('yt-dlp is', () => {
  test('the one of the setting: a path, its folder, a name', async () => {
    const [mine, other] = [await fakeYtDlp(''), await fakeYtDlp('')];
    const environment = { PATH: dirname(other) };
    expect(await findYtDlp(mine, environment)).toBe(mine);
    expect(await findYtDlp(dirname(mine), environment)).toBe(mine);
    expect(await findYtDlp('yt-dlp', environment)).toBe(other);
  });

  test('the one on the PATH where the setting names none', async () => {
    const path = await fakeYtDlp('');
    expect(await findYtDlp('', { PATH: dirname(path) })).toBe(path);
  });

  test('never another than the setting names, and how to get it is said', async () => {
    const environment = { PATH: dirname(await fakeYtDlp('')) };
    await expect(findYtDlp('/nowhere/yt-dlp', environment)).rejects.toMatchObject({
      code: 'tool-missing',
      detail: expect.stringMatching(/\/nowhere\/yt-dlp.* install yt-dlp.*or name its path in the settings/s),
    });
  });
});

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createOnce } from '../../engine/files/create-once.ts';
import { testFolder } from './folder.ts';

/** How linking fails; `null` where it does not. */
let refusal: string | null = null;
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const linkSync: typeof fs.linkSync = (from, to) => {
    if (refusal !== null) throw Object.assign(new Error(refusal), { code: refusal });
    fs.linkSync(from, to);
  };
  return { ...fs, linkSync };
});

test.each([null, 'EPERM', 'ENOTSUP'])(
  'the first makes the file, for its user alone, and stays it (linking: %s)',
  async (fails) => {
    refusal = fails;
    const folder = join(await testFolder(), 'data');
    const path = join(folder, 'secret');
    createOnce(path, 'first');
    createOnce(path, 'second');
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['secret']);
  },
);

test('what is no matter of links is told', async () => {
  refusal = 'ENOSPC';
  expect(() => createOnce('/tmp/no-such-file-of-sluice', '')).toThrow(expect.objectContaining({ code: 'disk-full' }));
});

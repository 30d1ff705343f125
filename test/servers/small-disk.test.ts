import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freeBytes } from '../../engine/files/space.ts';
import { mountSmallDisk, smallDiskProblem } from './small-disk.ts';

const problem = await smallDiskProblem();

test('a small disk fills up, grows, and leaves nothing', async (context) => {
  if (problem !== null) context.skip(problem);
  const disk = await mountSmallDisk(2);
  try {
    expect(await freeBytes(disk.path)).toBeLessThanOrEqual(2 * 1024 * 1024);
    const big = Buffer.alloc(3 * 1024 * 1024);
    await expect(writeFile(join(disk.path, 'a'), big)).rejects.toMatchObject({ code: 'ENOSPC' });
    await disk.resize(8);
    await writeFile(join(disk.path, 'a'), big);
  } finally {
    await disk.close();
  }
  expect(existsSync(disk.path)).toBe(false);
});

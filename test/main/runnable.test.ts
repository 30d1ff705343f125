import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runsWhenOpened } from '../../main/runnable.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-runnable-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function fileNamed(name: string, mode = 0o644): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, 'x');
  await chmod(path, mode);
  return path;
}

test.each(['a.exe', 'a.EXE', 'b.desktop', 'c.AppImage', 'd.jar', 'e.sh', 'film.mp4.lnk'])(
  '%s is not opened',
  async (name) => {
    expect(await runsWhenOpened(await fileNamed(name))).toBe(true);
  },
);

test.each(['film.mp4', 'sluice.pdf', 'archive.tar.gz', 'noending'])('%s is opened', async (name) => {
  expect(await runsWhenOpened(await fileNamed(name))).toBe(false);
});

test.skipIf(process.platform === 'win32')('a file with run bits is not opened, whatever its name', async () => {
  expect(await runsWhenOpened(await fileNamed('film.mp4', 0o755))).toBe(true);
});

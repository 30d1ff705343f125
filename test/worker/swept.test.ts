import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../files/folder.ts';

test('a job process deletes the cookies that a killed one left, also where nobody asks yt-dlp again', async () => {
  const folder = await testFolder();
  const left = join(folder, 'sluice-cookies-left');
  await mkdir(left, { mode: 0o700 });
  await writeFile(join(left, 'cookies.txt'), 'secret');
  await utimes(left, 1, 1);
  const env = { ...process.env, TMPDIR: folder };
  const worker = fork(fileURLToPath(new URL('../../worker/index.ts', import.meta.url)), { env, silent: true });
  onTestFinished(() => void worker.kill('SIGKILL'));
  await expect.poll(() => existsSync(left), { timeout: 20_000 }).toBe(false);
});

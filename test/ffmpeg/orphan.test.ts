import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../files/folder.ts';
import { make } from '../record/media/ts/ffmpeg.ts';

/** Whether a process is there and not only waiting for its parent to ask how it ended. */
async function runs(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z');
  return !/\) Z| Z$/.test(status);
}

test.skipIf(process.platform !== 'linux')('an ffmpeg whose parent is killed ends by itself', async () => {
  const folder = await testFolder();
  const video = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=25', '-t', '2', '-c:v', 'libx264'];
  await writeFile(join(folder, 'in.ts'), await make([...video, '-f', 'mpegts']));
  const output = join(folder, 'out.ts');
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'muxing.ts'), join(folder, 'in.ts'), output]);
  const [line] = await once(parent.stdout, 'data');
  const pid = Number.parseInt(String(line), 10);
  await expect
    .poll(
      () =>
        stat(output).then(
          ({ size }) => size,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBeGreaterThan(0);
  expect(await runs(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => runs(pid), { timeout: 10_000 }).toBe(false);
});

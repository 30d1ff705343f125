import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isReached, type Watched } from '../crash/moments.ts';
import { descendantsOf, isRunning } from '../crash/processes.ts';
import { onRecord, workersOnRecord } from '../crash/record.ts';
import { bytes, firstDifference } from '../servers/body.ts';
import { startNginx } from '../servers/nginx.ts';
import { freshHome, launch, type Running } from './launch.ts';
import { row } from './row.ts';

const MiB = 1024 * 1024;
const name = 'film.bin';
const size = 96 * MiB;
const seed = 11;
/** For what must happen some time on a machine that is busy with other tests. */
const patience = { timeout: 60_000, interval: 20 };

test('the application goes on after its job process, its main process and all of it were killed', {
  timeout: 180_000,
}, async () => {
  const root = mkdtempSync(join(tmpdir(), 'sluice-served-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, name), bytes(seed, 0, size));
  await using nginx = await startNginx({ root, limitRate: 2 * MiB });
  const { home, remove } = await freshHome();
  const watched: Watched = { folder: join(home, 'downloads'), name, size };
  let running: Running | undefined;
  onTestFinished(async () => {
    await running?.quit();
    await remove();
  });
  const stored = async (share: number): Promise<void> => {
    await expect.poll(() => isReached({ at: 'on-record' }, watched), patience).toBe(true);
    await expect.poll(() => isReached({ at: 'stored', share }, watched), patience).toBe(true);
  };
  /** Kills a process of the running application and waits until nothing of it is left. */
  const killMain = async (together: boolean): Promise<void> => {
    const pid = running?.app.process().pid ?? 0;
    const all = [pid, ...descendantsOf(pid)];
    expect(all.length).toBeGreaterThan(3);
    for (const victim of together ? all : [pid]) process.kill(victim, 'SIGKILL');
    await expect.poll(() => all.filter(isRunning), patience).toEqual([]);
    running = undefined;
  };

  running = await launch(home, [nginx.url(`/${name}`)]);
  await stored(0.05);
  const [first = 0] = workersOnRecord(home);
  expect(descendantsOf(running.app.process().pid ?? 0)).toContain(first);
  process.kill(first, 'SIGKILL');
  await expect.poll(() => workersOnRecord(home).some((pid) => pid !== first && isRunning(pid)), patience).toBe(true);

  await stored(0.25);
  await killMain(false);
  running = await launch(home);
  await stored(0.5);
  await killMain(true);
  running = await launch(home);
  await row(running.page, name).getByText('Done', { exact: true }).waitFor(patience);
  await running.quit();
  running = undefined;

  expect(await firstDifference(join(watched.folder, name), seed, size)).toBeNull();
  expect(readdirSync(watched.folder)).toEqual([name]);
  expect(onRecord(home)).toMatchObject({
    tasks: [{ state: 'completed' }],
    artifacts: [{ path: join(watched.folder, name), size }],
    outcomes: ['lost', 'lost', 'lost', 'completed'],
  });
  // Each attempt goes on: the file crosses the wire about once, and only the first asks for all of it.
  const requests = await nginx.requests();
  expect(requests.filter(({ range }) => range === 'bytes=0-')).toHaveLength(1);
  expect(requests.reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(2 * size);
});

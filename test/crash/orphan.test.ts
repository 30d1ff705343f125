import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { bytes, firstDifference } from '../servers/body.ts';
import { startNginx } from '../servers/nginx.ts';
import { EngineTree } from './engine-tree.ts';
import { reach, type Watched } from './moments.ts';
import { processesIn } from './processes.ts';
import { onRecord } from './record.ts';

const name = 'film.bin';
const size = 64 * 1024 * 1024;
const seed = 7;

test('a worker ends with its engine', async () => {
  const { home, watched, url } = await place();
  const engine = EngineTree.download(home, url);
  onTestFinished(() => void engine.killAll());
  expect(await reach({ at: 'stored', share: 0.1 }, 0, watched, () => engine.gone)).toBe(true);
  expect(engine.workers).toHaveLength(1);
  engine.killAlone();
  await engine.end();
  await until(() => processesIn(home).length === 0);
});

test('a worker that outlives its engine is ended before another one begins', async () => {
  const { home, watched, url } = await place();
  const first = EngineTree.download(home, url);
  onTestFinished(() => void first.killAll());
  expect(await reach({ at: 'stored', share: 0.1 }, 0, watched, () => first.gone)).toBe(true);
  const [orphan = 0] = first.workers;
  await until(() => onRecord(home).workers === 1);
  // Stopped, it does not notice that it is alone, and would go on writing when somebody wakes it.
  process.kill(orphan, 'SIGSTOP');
  first.killAlone();
  await first.end();
  expect(processesIn(home)).toEqual([orphan]);

  const second = EngineTree.download(home, url);
  onTestFinished(() => void second.killAll());
  await until(() => second.workers.length > 0);
  expect(processesIn(home)).not.toContain(orphan);
  expect(await second.end()).toEqual({ code: 0, said: '' });
  expect(readdirSync(watched.folder)).toEqual([name]);
  expect(await firstDifference(join(watched.folder, name), seed, size)).toBeNull();
  expect(processesIn(home)).toEqual([]);
  expect(onRecord(home)).toMatchObject({
    tasks: [{ state: 'completed' }],
    workers: 0,
    outcomes: ['lost', 'completed'],
  });
});

/** A home, and a server that takes about two seconds for the file. */
async function place(): Promise<{ home: string; watched: Watched; url: string }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-orphan-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await writeFile(join(folder, name), bytes(seed, 0, size));
  const nginx = await startNginx({ root: folder, limitRate: 4_000_000 });
  onTestFinished(() => nginx.close());
  const home = join(folder, 'home');
  return { home, watched: { folder: join(home, 'downloads'), name, size }, url: nginx.url(`/${name}`) };
}

async function until(holds: () => boolean): Promise<void> {
  const giveUp = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > giveUp) throw new Error(`never came: ${holds}`);
    await wait(10);
  }
}

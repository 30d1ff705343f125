import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import type { ToWorker } from '../../contract/worker-messages.ts';
import type { Host } from '../../engine/host.ts';
import { Store } from '../../engine/store/index.ts';
import { fastClock } from './clocks.ts';
import { addOne, ask, reaches, testEngine, testFolder, testHost, until } from './home.ts';

/**
 * A host that looks at every message to a worker. What a loss of power leaves for certain is the database without its
 * write-ahead log: that is what `completed` tells, read when the message is sent.
 */
function watched(folder: string, sent: (message: ToWorker, completed: readonly string[]) => void): Partial<Host> {
  const { forkWorker } = testHost(folder);
  return {
    forkWorker: (kind) => {
      const port = forkWorker(kind);
      const send = (message: ToWorker): void => {
        sent(message, completedOnDisk(folder));
        port.send(message);
      };
      return { ...port, send };
    },
  };
}

function completedOnDisk(folder: string): string[] {
  const copy = join(folder, 'after-the-power-cut.db');
  copyFileSync(join(folder, 'data', 'sluice.db'), copy);
  const db = new DatabaseSync(copy);
  try {
    const rows = db.prepare("SELECT id FROM tasks WHERE state = 'completed'").all();
    return rows.map(({ id }) => String(id));
  } catch {
    return []; // not even the tables are there
  } finally {
    db.close();
  }
}

test('the traces of a finished file go only when its completion would survive a loss of power', async () => {
  const folder = testFolder();
  const settled: { ids: readonly string[]; completed: readonly string[] }[] = [];
  const host = watched(folder, (message, completed) => {
    if (message.type === 'settled') settled.push({ ids: message.ids, completed });
  });
  const engine = await testEngine(folder, {}, host);
  const tasks = Array.from({ length: 12 }, (_, index) => ({ url: `http://fixture/ok/${index}.txt` }));
  const { added } = await ask(engine, 'tasks.add', { tasks });
  for (const { id } of added) await reaches(engine, id, 'completed');
  await engine.close();
  expect(settled.flatMap(({ ids }) => ids).toSorted()).toEqual(added.map(({ id }) => id).toSorted());
  for (const { ids, completed } of settled) expect(completed).toEqual(expect.arrayContaining([...ids]));
  // Many at a time: to bring them to the disk one by one would cost more than the files.
  expect(settled.length).toBeLessThan(6);
  expect(existsSync(join(folder, 'downloads', '.sluice'))).toBe(false);
});

test('while the record cannot be brought to the disk the traces stay; later they go', async () => {
  const folder = testFolder();
  let settled = 0;
  const host = watched(folder, (message) => {
    if (message.type === 'settled') settled += 1;
  });
  const flush = vi.spyOn(Store.prototype, 'flush').mockImplementation(() => {
    throw new Error('database or disk is full');
  });
  const engine = await testEngine(folder, {}, { ...host, clock: fastClock(10) });
  const { id } = await addOne(engine, 'http://fixture/ok/a.txt');
  await reaches(engine, id, 'completed');
  await until(() => (flush.mock.calls.length > 2 ? true : undefined), 'some tries');
  expect(settled).toBe(0);
  expect(existsSync(join(folder, 'downloads', '.sluice', `${id}.part`))).toBe(true);
  flush.mockRestore();
  await until(() => (existsSync(join(folder, 'downloads', '.sluice')) ? undefined : true), 'the traces go');
  expect(settled).toBe(1);
});

test('what a run that ended like that has left is dropped by the next one', async () => {
  const folder = testFolder();
  const flush = vi.spyOn(Store.prototype, 'flush').mockImplementation(() => {
    throw new Error('database or disk is full');
  });
  const first = await testEngine(folder);
  const { id } = await addOne(first, 'http://fixture/ok/a.txt');
  await reaches(first, id, 'completed');
  await first.close();
  expect(existsSync(join(folder, 'downloads', '.sluice', `${id}.part`))).toBe(true);
  flush.mockRestore();
  const second = await testEngine(folder);
  await until(() => (existsSync(join(folder, 'downloads', '.sluice')) ? undefined : true), 'the traces go');
  expect((await ask(second, 'tasks.show', { id })).task.state.name).toBe('completed');
});

test('traces wait for the record also when the worker dies in between', async () => {
  const folder = testFolder();
  const discarded: boolean[] = [];
  const host = watched(folder, (message, completed) => {
    if (message.type === 'discard') discarded.push(completed.includes(message.id));
  });
  const engine = await testEngine(folder, {}, host);
  const { id } = await addOne(engine, 'http://fixture/ok/a.txt');
  await reaches(engine, id, 'completed');
  process.kill((await ask(engine, 'tasks.show', { id })).attempts[0]?.worker ?? 0, 'SIGKILL');
  await until(() => (existsSync(join(folder, 'downloads', '.sluice')) ? undefined : true), 'the traces go');
  expect(discarded).toEqual([true]);
});

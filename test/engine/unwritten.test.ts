import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { addOne, ask, reaches, show, testEngine, testFolder, until } from './home.ts';

/** Lets the next transaction fail at its very end, as on a disk that is full in that moment. */
function failNextCommit(): void {
  const real = DatabaseSync.prototype.exec;
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    if (sql === 'COMMIT') {
      spy.mockRestore();
      throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    }
    return real.call(this, sql);
  });
  onTestFinished(() => spy.mockRestore());
}

test.each(['tasks.pause', 'tasks.cancel'] as const)(
  'after a %s that could not be written down nobody counts as at work, and the task goes on',
  async (verb) => {
    const folder = testFolder();
    const engine = await testEngine(folder);
    const { id } = await addOne(engine, 'http://fixture/slow/a.bin');
    await reaches(engine, id, 'running');
    failNextCommit();
    const answer = await engine.call(verb, { ids: [id] });
    expect(answer.ok).toBe(false);
    // The worker has been told to stop already; what it stopped begins again by itself.
    const { attempts } = await until(async () => {
      const shown = await ask(engine, 'tasks.show', { id });
      return shown.attempts.length === 2 && shown.task.state.name === 'running' ? shown : undefined;
    }, 'a second attempt');
    expect(attempts[0]?.endedAt).not.toBeNull();
    expect(attempts[1]?.endedAt).toBeNull();
    await ask(engine, 'tasks.cancel', { ids: [id] });
    expect((await show(engine, id)).state.name).toBe('canceled');
    await until(() => (existsSync(join(folder, 'downloads', '.sluice')) ? undefined : true), 'nothing is left');
  },
);

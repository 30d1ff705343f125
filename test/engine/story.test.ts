import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { type Task, type TaskState, task as taskFormat } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/index.ts';
import { isActive } from '../../engine/queue/moves.ts';
import { fastClock } from './clocks.ts';
import { ask, testHost, until } from './home.ts';

/** What jobs do; see the fixture worker. */
const kinds = [
  'ok/a.txt',
  'ok/A.txt?content=b',
  'ok/c.txt?content=b',
  'slow/d.bin',
  'slow/e.bin',
  'hang-stop/f.bin',
  'crash-once/g.txt',
  'crash/h.txt',
  'fail/i.txt?code=network&retryable=1&times=2',
  'fail/j.txt?code=source-changed&times=1',
  'fail/k.txt?code=not-found',
  'fail/l.txt?code=disk-full&times=1',
];
const verbs = ['pause', 'resume', 'retry', 'cancel', 'remove'] as const;

/** Which of the tasks that were ever added a step is about. */
const some = fc.array(fc.nat(40), { minLength: 1, maxLength: 4 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('add' as const),
      kinds: fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 3 }),
      how: fc.constantFrom<Omit<CallInput<'tasks.add'>, 'tasks'>>(
        {},
        { start: 'paused' },
        { duplicates: 'keep' },
        { duplicates: 'skip', priority: 3 },
      ),
      later: fc.boolean(),
    }),
  },
  { weight: 8, arbitrary: fc.record({ what: fc.constant('verb' as const), verb: fc.constantFrom(...verbs), some }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('move' as const), to: fc.constantFrom('top', 'down'), some }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('kill' as const) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('restart' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** An engine over one folder, what it was asked, and all that was seen of it. */
class Story {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-story-'));
  readonly #clock = fastClock(8);
  readonly #ids: string[] = [];
  readonly #seen = new Map<string, TaskState>();
  #engine: Engine | undefined;
  #unsubscribe = (): void => {};

  get engine(): Engine {
    if (this.#engine === undefined) throw new Error('not open');
    return this.#engine;
  }

  async open(): Promise<void> {
    this.#engine = await openEngine({ ...testHost(this.folder), clock: this.#clock });
    const { seq } = await ask(this.engine, 'tasks.list', {});
    this.#unsubscribe = this.engine.subscribe(seq, ({ tasks }) => {
      for (const task of tasks) this.see(task);
    });
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    await this.engine.close();
  }

  async play(now: Step): Promise<void> {
    switch (now.what) {
      case 'add': {
        const startAt = now.later ? { startAt: this.#clock.now() + 2000 } : {};
        const tasks = now.kinds.map((kind) => ({ url: `http://fixture/${kind}` }));
        const { added, refused } = await ask(this.engine, 'tasks.add', { tasks, ...now.how, ...startAt });
        this.#ids.push(...added.map(({ id }) => id));
        for (const task of added) this.see(task);
        expectCodes(refused, ['conflict']);
        return;
      }
      case 'verb': {
        const { refused } = await ask(this.engine, `tasks.${now.verb}`, { ids: this.#some(now.some) });
        expectCodes(refused, ['conflict', 'no-such-task']);
        return;
      }
      case 'move': {
        const { refused } = await ask(this.engine, 'tasks.move', { ids: this.#some(now.some), to: now.to });
        expectCodes(refused, ['conflict', 'no-such-task']);
        return;
      }
      case 'kill':
        return this.#kill();
      case 'pass':
        await pass(now.ms);
        return;
      case 'restart':
        await this.close();
        await this.open();
    }
  }

  /** What holds at every moment. */
  async check(): Promise<void> {
    for (const task of await this.all()) this.see(task);
  }

  async all(): Promise<Task[]> {
    return (await ask(this.engine, 'tasks.list', {})).tasks;
  }

  see(task: Task): void {
    expect(taskFormat.parse(task)).toEqual(task);
    const { id, state, progress } = task;
    const before = this.#seen.get(id);
    // What is complete stays so, and says where the file is.
    if (before?.name === 'completed') expect(state).toEqual(before);
    if (state.name === 'completed') {
      expect(state.artifacts).toHaveLength(1);
      expect(progress.fraction).toBe(1);
    } else {
      expect(progress.fraction ?? 0).toBeLessThan(1);
    }
    if (state.name === 'canceled') expect(progress.done).toBe(0);
    // Only the death of processes is a fault of the program itself.
    if (state.name === 'failed' && state.error.code === 'internal') {
      expect(state.error.detail).toMatch(/^the job process (?:died|hung)$/);
    }
    this.#seen.set(id, state);
  }

  /** Lets everything end: what would run for ever is paused. */
  async rest(): Promise<void> {
    await until(async () => {
      const tasks = await this.all();
      for (const task of tasks) this.see(task);
      const endless = tasks.filter(({ url, state }) => /slow|hang-stop/.test(url) && state.name === 'running');
      if (endless.length > 0) await ask(this.engine, 'tasks.pause', { ids: endless.map(({ id }) => id) });
      const busy = tasks.some(({ state: { name } }) => isActive(name) || name === 'queued' || name === 'scheduled');
      return busy ? undefined : true;
    }, 'everything at rest');
    for (const { id, state } of await this.all()) {
      const attempts = await until(async () => {
        const found = (await ask(this.engine, 'tasks.show', { id })).attempts;
        return found.every(({ outcome }) => outcome !== null) ? found : undefined;
      }, 'the end of all attempts');
      if (state.name === 'completed') expect(attempts.at(-1)?.outcome).toBe('completed');
      expect(attempts.filter(({ outcome }) => outcome === 'completed').length).toBeLessThanOrEqual(1);
    }
  }

  /** Removes everything with its files: nothing is left of it. */
  async removeAll(): Promise<void> {
    const ids = (await this.all()).map(({ id }) => id);
    if (ids.length > 0) expect((await ask(this.engine, 'tasks.remove', { ids, files: true })).refused).toEqual([]);
    await until(() => (existsSync(join(this.folder, 'downloads', '.sluice')) ? undefined : true), 'no traces');
    expect(await this.all()).toEqual([]);
  }

  /** Lines of the log that speak of a fault. */
  faults(): string[] {
    const path = join(this.folder, 'logs', 'sluice.log');
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    return lines.filter((line) => {
      const { level, message } = JSON.parse(line);
      return level === 'error' && message !== 'a job process is gone';
    });
  }

  #some(picked: readonly number[]): string[] {
    return picked.map((n) => this.#ids[n % Math.max(1, this.#ids.length)] ?? 'never there');
  }

  async #kill(): Promise<void> {
    for (const { id, state } of await this.all()) {
      if (!isActive(state.name)) continue;
      const { attempts } = await ask(this.engine, 'tasks.show', { id });
      const worker = attempts.find(({ outcome }) => outcome === null)?.worker;
      if (typeof worker !== 'number') continue;
      try {
        process.kill(worker, 'SIGKILL');
      } catch {
        // it was quicker
      }
      return;
    }
  }
}

function expectCodes(refused: readonly { error: { code: ErrorCode } }[], allowed: readonly ErrorCode[]): void {
  for (const { error } of refused) expect(allowed).toContain(error.code);
}

test('whatever is asked in whatever order, no state is illegal, nothing fails inside, and all comes to rest', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const story = new Story();
      await story.open();
      try {
        for (const now of steps) {
          await story.play(now);
          await story.check();
        }
        await story.rest();
        await story.removeAll();
      } finally {
        await story.close();
      }
      expect(story.faults()).toEqual([]);
      expect(readdirSync(join(story.folder, 'data')).toSorted()).toEqual(['instance.db', 'sluice.db']);
      rmSync(story.folder, { recursive: true });
    }),
    { numRuns: 7, endOnFailure: true },
  );
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CallInput, CallOutput, EngineCallName } from '../../contract/calls.ts';
import { unwrap } from '../../contract/reply.ts';
import type { StateName, Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { openHeadlessHost } from '../../engine/headless/host.ts';
import type { Host } from '../../engine/host.ts';
import { type OpenOptions, openEngine } from '../../engine/index.ts';

const fixtureWorker = fileURLToPath(new URL('./fixture-worker.ts', import.meta.url));

/** A folder of its own for one test, deleted after it. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A host whose everything lies below a folder. */
export function testHost(folder: string, worker: string = fixtureWorker): Host {
  const paths = { data: join(folder, 'data'), logs: join(folder, 'logs'), downloads: join(folder, 'downloads') };
  return openHeadlessHost({ worker, paths });
}

/** An engine that is closed after the test. */
export async function testEngine(
  folder: string,
  options: OpenOptions = {},
  change: Partial<Host> = {},
): Promise<Engine> {
  const engine = await openEngine({ ...testHost(folder), ...change }, options);
  onTestFinished(() => engine.close());
  return engine;
}

/** A call whose failure fails the test. */
export async function ask<N extends EngineCallName>(
  engine: Engine,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  return unwrap(await engine.call(name, input));
}

/** Adds one link; its task. */
export async function addOne(
  engine: Engine,
  url: string,
  more: Omit<CallInput<'tasks.add'>, 'tasks'> = {},
): Promise<Task> {
  const { added, refused } = await ask(engine, 'tasks.add', { tasks: [{ url }], ...more });
  const [task] = added;
  if (task === undefined) throw new Error(`not added: ${JSON.stringify(refused)}`);
  return task;
}

/** The task as it is now. */
export async function show(engine: Engine, id: string): Promise<Task> {
  return (await ask(engine, 'tasks.show', { id })).task;
}

/** Waits until a condition holds; fails after a generous time with what was there last. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  const giveUp = Date.now() + 45_000;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > giveUp) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until a task is in one of these states. */
export async function reaches(engine: Engine, id: string, ...states: StateName[]): Promise<Task> {
  let last: Task | undefined;
  try {
    return await until(async () => {
      last = await show(engine, id);
      return states.includes(last.state.name) ? last : undefined;
    }, states.join(' or '));
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : ''}; is ${JSON.stringify(last)}`);
  }
}

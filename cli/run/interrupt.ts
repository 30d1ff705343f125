import type { Task, TaskId } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { hasRecorded } from '../follow/has-recorded.ts';
import { isSettled } from '../follow/settled.ts';
import type { Watch } from '../follow/watch.ts';
import type { Reporter } from '../report/reporter.ts';
import { say } from '../text/say.ts';

/** What a signal does to the open tasks of a command. */
export interface Interrupt {
  /** Returns the tasks it has paused. */
  run(engine: Engine, watch: Watch, reporter: Reporter): Promise<readonly TaskId[]>;
  /** whether those that are still open after it are waited for */
  readonly waits: boolean;
}

/** Pauses whatever is open. */
export const pauseOpen: Interrupt = {
  run: (engine, watch, reporter) => pause(engine, [...watch.open], watch, reporter),
  waits: false,
};

/**
 * Ends recordings, which keep what they have and are waited for; what has nothing to keep is paused.
 * @param tell is told which of the two it is
 */
export const stopOpen = (tell: (line: string) => void): Interrupt => ({
  async run(engine, watch, reporter) {
    const open = [...watch.open];
    const kept: TaskId[] = [];
    for (const id of open) {
      const task = watch.get(id);
      if (task !== undefined && (await hasRecorded(engine, task))) kept.push(id);
    }
    tell(kept.length === 0 ? say.pausing : say.stopping);
    const reply = kept.length === 0 ? undefined : await engine.call('tasks.stop', { ids: kept });
    const stopped = new Set(reply?.ok === true ? reply.value.done : []);
    // An engine that is gone stops nothing, and pauses nothing either.
    if (reply?.ok === false) return [];
    const rest = open.filter((id) => !stopped.has(id));
    return pause(engine, rest, watch, reporter);
  },
  waits: true,
});

/** Pauses tasks and tells which can be resumed. What ended in the same moment is not among them. */
async function pause(engine: Engine, ids: TaskId[], watch: Watch, reporter: Reporter): Promise<readonly TaskId[]> {
  if (ids.length === 0) return [];
  const reply = await engine.call('tasks.pause', { ids });
  // An engine that no longer answers has stopped the work as well.
  if (!reply.ok) return ids;
  const paused: Task[] = [];
  for (const id of reply.value.done) {
    const task = watch.get(id);
    if (task === undefined || isSettled(task)) continue;
    paused.push({ ...task, state: { name: 'paused', since: Date.now() } });
  }
  for (const task of paused) watch.put(task);
  reporter.interrupted(paused);
  return paused.map((task) => task.id);
}

import type { StateName, Task, TaskId } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { findIds } from '../session/find-ids.ts';
import { pages } from '../session/pages.ts';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';

/**
 * The tasks a verb is meant for: those named, or with `--all` every one in the states where the verb does something, and that
 * `fits`. Throws `WrongUse` when it names fit no task.
 */
export async function chosen(
  engine: Engine,
  given: readonly string[],
  all: boolean,
  states: readonly StateName[],
  fits: (engine: Engine, task: Task) => boolean | Promise<boolean> = () => true,
): Promise<TaskId[]> {
  if (!all) return findIds(engine, given);
  const ids: TaskId[] = [];
  for await (const page of pages(engine, { states: [...states] })) {
    for (const task of page) if (await fits(engine, task)) ids.push(task.id);
  }
  return ids;
}

/** Refuses a command line that names no tasks, or both some and all. */
export function checkChoice(given: readonly string[], all: boolean): void {
  if (given.length === 0 && !all) throw new WrongUse(wrong.idsOrAll);
  if (given.length > 0 && all) throw new WrongUse(wrong.idsAndAll);
}

import type { Task, TaskId } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { hasRecorded } from '../follow/has-recorded.ts';
import { tasksOf } from '../session/tasks-of.ts';
import { say } from '../text/say.ts';
import type { VerbOptions } from './verbs.ts';

/** What a verb that may ask can be told. */
export interface AskingOptions extends VerbOptions {
  /** the answer to whatever would be asked */
  readonly yes?: boolean | undefined;
}

/** What to ask before tasks are canceled: a recording that has something cannot be had again. `undefined` where none has. */
export async function cancelQuestion(engine: Engine, ids: readonly TaskId[]): Promise<string | undefined> {
  let recordings = 0;
  for (const task of await tasksOf(engine, ids)) {
    if (!isOver(task) && (await hasRecorded(engine, task))) recordings += 1;
  }
  return recordings === 0 ? undefined : say.cancelQuestion(recordings);
}

function isOver({ state }: Task): boolean {
  return state.name === 'completed' || state.name === 'canceled';
}

/** Whether there is a person to ask, who has not answered already. */
export function mayAsk({ yes, json, quiet }: AskingOptions): boolean {
  return process.stdin.isTTY && process.stderr.isTTY && yes !== true && json !== true && quiet !== true;
}

/** Asks until the answer is one; an empty one means no. */
export async function isAgreed(question: string): Promise<boolean> {
  const { ask } = await import('../input/ask.ts');
  const answer = await ask(question);
  return answer === 'yes' || answer === 'all';
}

import type { VerbResult } from '../../contract/calls.ts';
import type { StateName, TaskId } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { exitOfAll, exits } from '../exit.ts';
import { paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { call } from '../session/call.ts';
import { groupsOf } from '../session/groups.ts';
import { openSession } from '../session/session.ts';
import { say } from '../text/say.ts';
import { type AskingOptions, cancelQuestion, isAgreed, mayAsk } from './cancel-question.ts';
import { checkChoice, chosen } from './chosen.ts';

/** What every verb can be told. */
export interface VerbOptions {
  readonly all?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** A verb that is done when it is said. */
export interface Verb {
  /** past tense, for `paused 3 tasks` */
  readonly past: string;
  /** states of the tasks that `--all` means */
  readonly states: readonly StateName[];
  readonly run: (engine: Engine, ids: TaskId[]) => Promise<VerbResult>;
  /** what to ask a person first; `undefined` for nothing */
  readonly question?: (engine: Engine, ids: readonly TaskId[]) => Promise<string | undefined>;
}

export const waitingStates = ['scheduled', 'queued', 'resolving', 'running', 'finishing'] as const;
const unfinishedStates = [...waitingStates, 'paused', 'failed'] as const;

export const pause: Verb = {
  past: 'paused',
  states: waitingStates,
  run: (engine, ids) => call(engine, 'tasks.pause', { ids }),
};

export const cancel: Verb = {
  past: 'canceled',
  states: unfinishedStates,
  run: (engine, ids) => call(engine, 'tasks.cancel', { ids }),
  question: cancelQuestion,
};

/** `files` deletes the finished files as well. */
export function remove(files: boolean): Verb {
  return {
    past: 'removed',
    states: [...unfinishedStates, 'completed', 'canceled'],
    run: (engine, ids) => call(engine, 'tasks.remove', { ids, files }),
  };
}

/** `rate` in bytes a second, `null` for no limit. */
export function limit(rate: number | null): Verb {
  return {
    past: rate === null ? 'unlimited' : 'limited',
    states: unfinishedStates,
    run: (engine, ids) => call(engine, 'tasks.change', { ids, limitRate: rate }),
  };
}

/** Changes the place in the queue. */
export function move(to: 'top' | 'up' | 'down' | 'bottom'): Verb {
  return {
    past: 'moved',
    states: unfinishedStates,
    run: (engine, ids) => call(engine, 'tasks.move', { ids, to }),
  };
}

/** Does a verb to tasks and tells what came of it. Returns the exit code. */
export async function doVerb(verb: Verb, given: readonly string[], options: AskingOptions): Promise<number> {
  const all = options.all === true;
  checkChoice(given, all);
  const session = await openSession('none');
  try {
    const ids = await chosen(session.engine, given, all, verb.states);
    const question = mayAsk(options) ? await verb.question?.(session.engine, ids) : undefined;
    if (question !== undefined && !(await isAgreed(question))) {
      process.stderr.write(`${say.notCanceled}\n`);
      return exits.done.code;
    }
    // what is asked before, since a group goes with its last task
    const groups = new Set(all ? [] : (await groupsOf(session.engine)).map(({ id }) => id));
    const result = ids.length === 0 ? { done: [], refused: [] } : await verb.run(session.engine, ids);
    tell(result, verb.past, groups, options);
    return exits[exitOfAll(result.refused.map((each) => each.error.code))].code;
  } finally {
    await session.close();
  }
}

/** Tells what a verb did: JSON, or a line on what was done and one for each refusal. */
function tell({ done, refused }: VerbResult, past: string, groups: ReadonlySet<string>, options: VerbOptions): void {
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ done, refused })}\n`);
    return;
  }
  const paint = paintFor(process.stderr);
  for (const { id, error } of refused) {
    process.stderr.write(`${paint.bad('✗')} ${id}: ${error.message}\n`);
    if (error.detail !== undefined) process.stderr.write(paint.dim(`  ${printable(error.detail)}\n`));
  }
  if (options.quiet === true) return;
  if (done.length > 0)
    process.stdout.write(`${say.did(past, done.length, done.filter((id) => groups.has(id)).length)}\n`);
  else if (refused.length === 0) process.stderr.write(`${say.noTasks}\n`);
}

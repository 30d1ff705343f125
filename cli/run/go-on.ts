import type { ErrorCode } from '../../contract/errors.ts';
import type { StateName, Task, TaskId } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { exits } from '../exit.ts';
import { hasRecorded } from '../follow/has-recorded.ts';
import type { Ledgers } from '../follow/ledgers.ts';
import { isSettled } from '../follow/settled.ts';
import { printable } from '../format/printable.ts';
import { formatTime } from '../format/time.ts';
import type { Refusal, Reporter } from '../report/reporter.ts';
import { call } from '../session/call.ts';
import { groupsOf } from '../session/groups.ts';
import { openSession, type Session } from '../session/session.ts';
import { tasksOf } from '../session/tasks-of.ts';
import { catchSignals } from '../signals.ts';
import { say, wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { checkChoice, chosen } from './chosen.ts';
import { type Interrupt, pauseOpen, stopOpen } from './interrupt.ts';
import { reporterFor } from './reporter-for.ts';
import { isSuccessor } from './successors.ts';
import { type VerbOptions, waitingStates } from './verbs.ts';
import { type Begun, work } from './work.ts';

/** The options of `sluice resume`, `sluice retry` and `sluice stop`. */
export interface GoOnOptions extends VerbOptions {
  readonly jobs?: number | undefined;
  readonly detach?: boolean | undefined;
}

/** All set tasks going again, `stop` for a last time; they differ in which ones they take. */
export type GoOnVerb = 'resume' | 'retry' | 'stop';

/** What each verb is about. */
interface Meaning {
  /** states of the tasks that `--all` means */
  readonly states: readonly StateName[];
  readonly fits?: (engine: Engine, task: Task) => Promise<boolean>;
  /** what a signal does, which is told as it does it */
  readonly interrupt: (tell: (line: string) => void) => Interrupt;
}

const meanings: Record<GoOnVerb, Meaning> = {
  // what failed or was canceled is left alone
  resume: { states: [...waitingStates, 'paused'], interrupt: pauseAloud },
  retry: { states: ['failed'], interrupt: pauseAloud },
  stop: {
    states: [...waitingStates, 'paused'],
    fits: hasRecorded,
    interrupt: stopOpen,
  },
};

function pauseAloud(tell: (line: string) => void): Interrupt {
  const run: Interrupt['run'] = (engine, watch, reporter) => {
    tell(say.pausing);
    return pauseOpen.run(engine, watch, reporter);
  };
  return { ...pauseOpen, run };
}

/** `sluice resume`, `retry` and `stop`: sets tasks going and waits for them. Returns the exit code. */
export async function goOn(verb: GoOnVerb, given: readonly string[], options: GoOnOptions): Promise<number> {
  const all = options.all === true;
  checkChoice(given, all);
  const reporter = reporterFor(options);
  const talks = options.json !== true && options.quiet !== true;
  const interruption = catchSignals();
  try {
    const session = await openSession('added', { jobs: options.jobs });
    const { states, fits, interrupt } = meanings[verb];
    const begin = async (open: Session, ledgers?: Ledgers) => {
      const ids = await chosen(open.engine, given, all, states, fits);
      for (const id of ids) await ledgers?.know(open.engine, id);
      return ids.length === 0 ? nothing(reporter) : setGoing(open, verb, ids, { reporter, talks });
    };
    if (!session.alone && options.jobs !== undefined) reporter.note(say.jobsIgnored);
    if (options.detach !== true) {
      const tell = (line: string): void => {
        if (process.stderr.isTTY) reporter.note(line);
      };
      // the next recording of one that repeats is waited for, as by who began it
      const adopts = verb === 'stop' ? {} : { adopts: isSuccessor };
      return await work(session, { begin, reporter, interruption, interrupt: interrupt(tell), ...adopts });
    }
    try {
      if (session.alone) throw new WrongUse(wrong.detachAlone);
      const begun = await begin(session);
      return exits[begun.refused.length > 0 ? 'failed' : 'done'].code;
    } finally {
      await session.close();
    }
  } finally {
    interruption.release();
  }
}

function nothing(reporter: Reporter): Begun {
  reporter.note(say.noTasks);
  return { tasks: [], skipped: 0, refused: [] };
}

/** What a person should know of a task that goes on. @param late its time, when that has passed while it was paused */
function notesOn(verb: GoOnVerb, task: Task, late: number | undefined): string[] {
  const name = printable(task.name);
  const notes: string[] = [];
  if (late !== undefined) notes.push(say.pastItsTime(name, formatTime(late)));
  else if (task.state.name === 'scheduled') notes.push(say.hasItsTime(name, task.id));
  if (verb === 'stop' || task.kind !== 'stream' || task.recording.repeat === 'never') return notes;
  return [...notes, say.repeats(task.recording.repeat)];
}

/** Those of the tasks that were paused before their time, which has passed by now: milliseconds since the epoch. */
async function pastTheirTime(engine: Engine, ids: readonly string[], now: number): Promise<Map<TaskId, number>> {
  const late = new Map<TaskId, number>();
  for (const id of ids) {
    const reply = await engine.call('tasks.show', { id });
    const state = reply.ok ? reply.value.task.state : null;
    if (state?.name === 'paused' && state.startAt !== undefined && state.startAt <= now) late.set(id, state.startAt);
  }
  return late;
}

async function setGoing(
  session: Session,
  verb: GoOnVerb,
  ids: string[],
  { reporter, talks }: { readonly reporter: Reporter; readonly talks: boolean },
): Promise<Begun> {
  const { engine } = session;
  const late = verb === 'resume' && talks ? await pastTheirTime(engine, ids, Date.now()) : new Map<TaskId, number>();
  const { done, refused } = await call(engine, `tasks.${verb}`, { ids });
  const groups = new Set((await groupsOf(engine)).map(({ id }) => id));
  const named = new Set(done.filter((id) => !groups.has(id)));
  // of a group, those that the verb was not for have their end behind them
  const tasks = (await tasksOf(engine, done)).filter((task) => named.has(task.id) || !isSettled(task));
  reporter.added(tasks, verb === 'stop' ? 'ending' : 'resumed');
  if (talks) for (const task of tasks) for (const note of notesOn(verb, task, late.get(task.id))) reporter.note(note);
  const codes: ErrorCode[] = [];
  for (const { id, error } of refused) {
    const refusal: Refusal = { url: id, error, duplicateOf: null };
    reporter.refused(refusal);
    codes.push(error.code);
  }
  return { tasks, skipped: 0, refused: codes };
}

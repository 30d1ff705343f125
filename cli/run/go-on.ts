import type { ErrorCode } from '../../contract/errors.ts';
import type { StateName, Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { exits } from '../exit.ts';
import { hasRecorded } from '../follow/has-recorded.ts';
import type { Ledgers } from '../follow/ledgers.ts';
import type { Refusal, Reporter } from '../report/reporter.ts';
import { call } from '../session/call.ts';
import { openSession, type Session } from '../session/session.ts';
import { catchSignals } from '../signals.ts';
import { say, wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { checkChoice, chosen } from './chosen.ts';
import { type Interrupt, pauseOpen, stopOpen } from './interrupt.ts';
import { reporterFor } from './reporter-for.ts';
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
  /** what a signal does, and what is said of it */
  readonly interrupt: Interrupt;
  readonly interrupted: string;
}

const meanings: Record<GoOnVerb, Meaning> = {
  // what failed or was canceled is left alone
  resume: { states: [...waitingStates, 'paused'], interrupt: pauseOpen, interrupted: say.pausing },
  retry: { states: ['failed'], interrupt: pauseOpen, interrupted: say.pausing },
  stop: {
    states: [...waitingStates, 'paused'],
    fits: hasRecorded,
    interrupt: stopOpen,
    interrupted: say.stopping,
  },
};

/** `sluice resume`, `retry` and `stop`: sets tasks going and waits for them. Returns the exit code. */
export async function goOn(verb: GoOnVerb, given: readonly string[], options: GoOnOptions): Promise<number> {
  const all = options.all === true;
  checkChoice(given, all);
  const reporter = reporterFor(options);
  const interruption = catchSignals();
  try {
    const session = await openSession('added', { jobs: options.jobs });
    const { states, fits, interrupt, interrupted } = meanings[verb];
    const begin = async (open: Session, ledgers?: Ledgers) => {
      const ids = await chosen(open.engine, given, all, states, fits);
      for (const id of ids) await ledgers?.know(open.engine, id);
      return ids.length === 0 ? nothing(reporter) : setGoing(open, verb, ids, reporter);
    };
    if (!session.alone && options.jobs !== undefined) reporter.note(say.jobsIgnored);
    if (options.detach !== true) {
      if (process.stderr.isTTY) interruption.abort.addEventListener('abort', () => reporter.note(interrupted));
      return await work(session, { begin, reporter, interruption, interrupt });
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

async function setGoing(session: Session, verb: GoOnVerb, ids: string[], reporter: Reporter): Promise<Begun> {
  const { engine } = session;
  const { done, refused } = await call(engine, `tasks.${verb}`, { ids });
  const tasks: Task[] = [];
  for (const id of done) {
    const { task } = await call(engine, 'tasks.show', { id });
    tasks.push(task);
  }
  reporter.added(tasks, verb === 'stop' ? 'ending' : 'resumed');
  const codes: ErrorCode[] = [];
  for (const { id, error } of refused) {
    const refusal: Refusal = { url: id, error, duplicateOf: null };
    reporter.refused(refusal);
    codes.push(error.code);
  }
  return { tasks, skipped: 0, refused: codes };
}

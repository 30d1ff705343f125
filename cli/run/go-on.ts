import type { ErrorCode } from '../../contract/errors.ts';
import type { StateName, Task } from '../../contract/task.ts';
import { exits } from '../exit.ts';
import type { Refusal, Reporter } from '../report/reporter.ts';
import { call } from '../session/call.ts';
import { openSession, type Session } from '../session/session.ts';
import { catchSignals } from '../signals.ts';
import { say, wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { checkChoice, chosen } from './chosen.ts';
import { reporterFor } from './reporter-for.ts';
import { type VerbOptions, waitingStates } from './verbs.ts';
import { type Begun, work } from './work.ts';

/** The options of `sluice resume` and `sluice retry`. */
export interface GoOnOptions extends VerbOptions {
  readonly jobs?: number | undefined;
  readonly detach?: boolean | undefined;
}

/** Both set tasks going again; they differ in which ones they take. */
export type GoOnVerb = 'resume' | 'retry';

/** States of the tasks that `--all` means: resuming leaves alone what failed or was canceled. */
const meant: Record<GoOnVerb, readonly StateName[]> = {
  resume: [...waitingStates, 'paused'],
  retry: ['failed'],
};

/** `sluice resume` and `sluice retry`: sets tasks going again and waits for them. Returns the exit code. */
export async function goOn(verb: GoOnVerb, given: readonly string[], options: GoOnOptions): Promise<number> {
  const all = options.all === true;
  checkChoice(given, all);
  const reporter = reporterFor(options);
  const interruption = catchSignals();
  try {
    const session = await openSession('added', { jobs: options.jobs });
    const begin = async (open: Session) => {
      const ids = await chosen(open.engine, given, all, meant[verb]);
      return ids.length === 0 ? nothing(reporter) : setGoing(open, verb, ids, reporter);
    };
    if (!session.alone && options.jobs !== undefined) reporter.note(say.jobsIgnored);
    if (options.detach !== true) {
      if (process.stderr.isTTY) interruption.abort.addEventListener('abort', () => reporter.note(say.pausing));
      return await work(session, begin, reporter, interruption);
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
  reporter.added(tasks, 'resumed');
  const codes: ErrorCode[] = [];
  for (const { id, error } of refused) {
    const refusal: Refusal = { url: id, error, duplicateOf: null };
    reporter.refused(refusal);
    codes.push(error.code);
  }
  return { tasks, skipped: 0, refused: codes };
}

import type { ErrorCode } from '../../contract/errors.ts';
import type { EventBatch } from '../../contract/events.ts';
import type { Task, TaskId } from '../../contract/task.ts';
import { exits } from '../exit.ts';
import { follow, refresh, seqOf } from '../follow/follow.ts';
import { hasRecorded } from '../follow/has-recorded.ts';
import { Ledgers } from '../follow/ledgers.ts';
import { exitOfTally, tally } from '../follow/tally.ts';
import { type Change, Watch } from '../follow/watch.ts';
import type { Reporter } from '../report/reporter.ts';
import { call } from '../session/call.ts';
import { openSession, type Session } from '../session/session.ts';
import type { Interruption } from '../signals.ts';
import { say } from '../text/say.ts';
import { type Interrupt, pauseOpen } from './interrupt.ts';

/** What a command has set going. */
export interface Begun {
  readonly tasks: readonly Task[];
  readonly skipped: number;
  readonly refused: readonly ErrorCode[];
}

/** How a command works. */
export interface Workings {
  /** Sets tasks going. What of a recording is there before must be known to the ledgers before it goes on. */
  begin(session: Session, ledgers: Ledgers): Promise<Begun>;
  readonly reporter: Reporter;
  readonly interruption: Interruption;
  /** what a signal does; without it everything open is paused */
  readonly interrupt?: Interrupt;
  /** whether a task that came up meanwhile is waited for as well */
  readonly adopts?: (task: Task, watch: Watch) => boolean;
}

/** No signal comes any more that could be heard: the next one ends the process. */
const never = new AbortController().signal;

/**
 * Begins work and waits until all of it is settled, or a signal came. When the Sluice that did the work ends, it goes on in this
 * process. Returns the exit code; closes the session.
 */
export async function work(first: Session, workings: Workings): Promise<number> {
  const { reporter, interruption, interrupt = pauseOpen } = workings;
  const started = performance.now();
  const watch = new Watch();
  const ledgers = new Ledgers((news) => reporter.heard(news));
  let session = first;
  let begun: Begun = { tasks: [], skipped: 0, refused: [] };
  let resumable: readonly TaskId[] = [];
  const stoppable: TaskId[] = [];
  let interrupted = false;
  const report = (changes: readonly Change[]): void => {
    reporter.changed(changes, watch);
    ledgers.see(session.engine, changes);
  };
  const adopt = (batch: EventBatch): void => {
    const tasks = batch.tasks.filter((task) => isNew(task, watch) && workings.adopts?.(task, watch) === true);
    for (const task of tasks) watch.put(task);
    if (tasks.length > 0) reporter.added(tasks, 'new');
  };
  try {
    let after = await seqOf(session.engine);
    begun = await workings.begin(session, ledgers);
    for (const task of begun.tasks) watch.put(task);
    for (;;) {
      const abort = interrupted ? never : interruption.abort;
      const end = await follow(session, watch, { after, report, adopt, abort });
      if (end === 'settled') break;
      if (end === 'lost') {
        await session.close();
        session = await openSession('added', { note: (line) => reporter.note(line) });
        after = await seqOf(session.engine);
        report(await refresh(session.engine, watch));
        if (watch.open.size > 0) reporter.note(say.goesOn);
        if (!interrupted && watch.open.size > 0) await call(session.engine, 'tasks.resume', { ids: [...watch.open] });
      } else {
        interrupted = true;
        // An engine that is gone meanwhile is found to be so when it is followed again.
        after = await seqOf(session.engine).catch(() => after);
      }
      if (!interrupted) continue;
      resumable = [...resumable, ...(await interrupt.run(session.engine, watch, reporter))];
      if (!interrupt.waits) break;
      report(await refresh(session.engine, watch));
    }
    if (!(await ledgers.settle(session.engine, watch.tasks))) {
      // Whoever did the work has left with its last word.
      await session.close();
      session = await openSession('none');
      await ledgers.settle(session.engine, watch.tasks);
    }
    for (const id of resumable) {
      const task = watch.get(id);
      if (task !== undefined && (await hasRecorded(session.engine, task))) stoppable.push(id);
    }
  } finally {
    await session.close();
  }
  const { skipped, refused } = begun;
  const { incomplete } = ledgers;
  const result = tally(watch.tasks, { skipped, removed: watch.removed, incomplete, refused });
  const exit = exitOfTally(result, interruption.signal);
  reporter.ended({
    tally: result,
    exit,
    took: performance.now() - started,
    bytes: watch.bytes,
    resumable,
    stoppable,
    signal: interruption.signal,
  });
  return exits[exit].code;
}

function isNew({ id }: Task, watch: Watch): boolean {
  return watch.get(id) === undefined;
}

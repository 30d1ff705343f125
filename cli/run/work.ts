import type { ErrorCode } from '../../contract/errors.ts';
import type { Task, TaskId } from '../../contract/task.ts';
import { exits } from '../exit.ts';
import { follow, refresh, seqOf } from '../follow/follow.ts';
import { isSettled } from '../follow/settled.ts';
import { exitOfTally, tally } from '../follow/tally.ts';
import { type Change, Watch } from '../follow/watch.ts';
import type { Reporter } from '../report/reporter.ts';
import { call } from '../session/call.ts';
import { openSession, type Session } from '../session/session.ts';
import type { Interruption } from '../signals.ts';
import { say } from '../text/say.ts';

/** What a command has set going. */
export interface Begun {
  readonly tasks: readonly Task[];
  readonly skipped: number;
  readonly refused: readonly ErrorCode[];
}

/**
 * Begins work and waits until all of it is settled. A signal pauses what is open. When the Sluice that did the work ends, it
 * goes on in this process. Returns the exit code; closes the session.
 */
export async function work(
  first: Session,
  begin: (session: Session) => Promise<Begun>,
  reporter: Reporter,
  interruption: Interruption,
): Promise<number> {
  const started = performance.now();
  const watch = new Watch();
  let session = first;
  let resumable: readonly TaskId[] = [];
  const report = (changes: readonly Change[]) => reporter.changed(changes, watch);
  let begun: Begun = { tasks: [], skipped: 0, refused: [] };
  try {
    let after = await seqOf(session.engine);
    begun = await begin(session);
    for (const task of begun.tasks) watch.put(task);
    for (;;) {
      const end = await follow(session, watch, after, report, interruption.abort);
      if (end === 'settled') break;
      if (end === 'interrupted') {
        resumable = await pauseOpen(session, watch, reporter);
        break;
      }
      await session.close();
      reporter.note(say.goesOn);
      session = await openSession('added', { note: (line) => reporter.note(line) });
      after = await seqOf(session.engine);
      report(await refresh(session.engine, watch));
      if (watch.open.size > 0) await call(session.engine, 'tasks.resume', { ids: [...watch.open] });
    }
  } finally {
    await session.close();
  }
  const result = tally(watch.tasks, { skipped: begun.skipped, removed: watch.removed, refused: begun.refused });
  const exit = exitOfTally(result, interruption.signal);
  reporter.ended({
    tally: result,
    exit,
    took: performance.now() - started,
    bytes: watch.bytes,
    resumable,
    signal: interruption.signal,
  });
  return exits[exit].code;
}

/** Pauses whatever is open and tells which tasks can be resumed. What ended in the same moment is not among them. */
async function pauseOpen({ engine }: Session, watch: Watch, reporter: Reporter): Promise<readonly TaskId[]> {
  const ids = [...watch.open];
  if (ids.length === 0) return [];
  const reply = await engine.call('tasks.pause', { ids });
  // An engine that no longer answers has stopped the work as well.
  if (!reply.ok) return ids;
  const paused: Task[] = [];
  for (const id of reply.value.done) {
    const task = watch.get(id);
    if (task === undefined || isSettled(task)) continue;
    const { kind, state: _state, ...rest } = task;
    paused.push({ ...rest, kind, state: { name: 'paused', since: Date.now() } });
  }
  for (const task of paused) watch.put(task);
  reporter.interrupted(paused);
  return paused.map((task) => task.id);
}

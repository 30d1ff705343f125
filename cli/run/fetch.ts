import { exitOfSignal, exits } from '../exit.ts';
import type { Reporter } from '../report/reporter.ts';
import { openSession, type Session } from '../session/session.ts';
import { catchSignals } from '../signals.ts';
import { say, wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import type { Interrupt } from './interrupt.ts';
import { type Begun, work } from './work.ts';

/** How a command that adds tasks is done. */
export interface FetchOptions {
  readonly jobs?: number | undefined;
  readonly detach?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** What a command that adds tasks does. */
interface Fetching {
  readonly options: FetchOptions;
  readonly reporter: Reporter;
  /** @param abort is aborted when the person wants to stop */
  begin(session: Session, abort: AbortSignal): Promise<Begun>;
  /** what a signal does once tasks run; without it everything open is paused */
  readonly interrupt?: Interrupt;
}

/** Adds tasks and waits for their files, or leaves them to the Sluice that runs. Returns the exit code. */
export async function fetchAll({ options, reporter, begin, interrupt }: Fetching): Promise<number> {
  const { jobs, detach, json, quiet } = options;
  const interruption = catchSignals();
  const start = async (open: Session): Promise<Begun> => {
    const begun = await begin(open, interruption.abort);
    const { signal } = interruption;
    if (signal === undefined || begun.tasks.length > 0) return begun;
    throw new WrongUse(say.stoppedBefore, { code: 'canceled', exit: exitOfSignal(signal) });
  };
  try {
    const session = await openSession('added', { jobs });
    if (!session.alone && jobs !== undefined) reporter.note(say.jobsIgnored);
    if (detach === true) {
      if (session.alone) {
        await session.close();
        throw new WrongUse(wrong.detachAlone);
      }
      const begun = await start(session).finally(() => session.close());
      if (json !== true && quiet !== true) reporter.note(say.detached(begun.tasks.length));
      return exits[begun.refused.length > 0 ? 'failed' : 'done'].code;
    }
    // what a signal does may tell of it itself
    if (interrupt === undefined) {
      interruption.abort.addEventListener('abort', () => {
        if (process.stderr.isTTY && quiet !== true) reporter.note(say.pausing);
      });
    }
    const signals = interrupt === undefined ? { interruption } : { interruption, interrupt };
    return await work(session, { begin: start, reporter, ...signals });
  } finally {
    interruption.release();
  }
}

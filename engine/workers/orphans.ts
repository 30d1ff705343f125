import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../host.ts';
import type { KnownProcess, WorkerTable } from '../store/workers.ts';
import { startTime } from './start-time.ts';

/** Milliseconds to wait for the end of a process that was killed; a write that hangs in the kernel may take its time. */
const patience = 10_000;

/**
 * Ends the job processes of an earlier run that outlived it, and waits until they are gone, so that nobody else writes
 * into files that will be resumed.
 */
export async function endOrphans(workers: WorkerTable, log: Log): Promise<void> {
  await Promise.all(
    workers.all().map(async (known) => {
      if (await isThere(known)) await end(known, log);
      workers.delete(known.pid);
    }),
  );
}

async function isThere({ pid, started }: KnownProcess): Promise<boolean> {
  return (await startTime(pid)) === started;
}

async function end(known: KnownProcess, log: Log): Promise<void> {
  log.warn('a job process of an earlier run is still there and is ended', { pid: known.pid });
  try {
    process.kill(known.pid, 'SIGKILL');
  } catch (error) {
    log.warn('it could not be ended', { pid: known.pid, reason: String(error) });
  }
  const giveUp = Date.now() + patience;
  while (await isThere(known)) {
    if (Date.now() > giveUp) {
      log.error('it does not end', { pid: known.pid });
      return;
    }
    await delay(10);
  }
}

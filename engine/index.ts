import { answer } from './calls/answer.ts';
import type { Parts } from './calls/parts.ts';
import { PasswordMemory } from './calls/password-memory.ts';
import { RequestKeys } from './calls/request-keys.ts';
import type { Engine } from './engine.ts';
import { EventHub } from './events/hub.ts';
import type { Host } from './host.ts';
import { lockFolder } from './instance/lock.ts';
import { serve } from './instance/serve.ts';
import { Admission, type Limits } from './jobs/admission.ts';
import { Book } from './jobs/book.ts';
import { RecentLooks } from './jobs/recent-looks.ts';
import { recover } from './jobs/recover.ts';
import { Runner } from './jobs/runner.ts';
import { TaskLogs } from './log/task-logs.ts';
import { openStore } from './store/index.ts';
import { Outbox } from './webhooks/outbox.ts';
import { endOrphans } from './workers/orphans.ts';

/** What an engine does of itself. */
export interface OpenOptions {
  /**
   * `added`: it runs only tasks that are added or resumed through it. `none`: it starts no task and cannot be reached by
   * other processes; for a look at what is there. Without it, it runs everything.
   */
  readonly only?: 'added' | 'none';
  /** How many tasks run at a time, in place of the settings; not stored. */
  readonly limits?: Partial<Limits>;
}

/**
 * Opens the engine of a data folder: takes the folder for this process, recovers what an earlier run left, and lets other
 * processes reach it. The whole object graph is wired here.
 * @throws Failure `already-running` (see `attachEngine`), `newer-data`, `permission`, `disk-full`, `internal`
 */
export async function openEngine(host: Host, options: OpenOptions = {}): Promise<Engine> {
  const unlock = lockFolder(host.paths.data);
  try {
    return await openLocked(host, options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openLocked(host: Host, { only, limits }: OpenOptions, unlock: () => void): Promise<Engine> {
  const { clock, log } = host;
  const store = openStore(host.paths, log, clock.now());
  await endOrphans(store.workers, log);
  const book = new Book(store, clock);
  recover(store, book, clock.now());
  const logs = new TaskLogs(host.paths.logs);
  const hub = new EventHub(clock, log, {
    task: (id) => book.view(id),
    progress: (id) => book.progressOf(id),
    group: (id) => book.groups.view(id),
    settings: () => store.settings.get(),
  });
  book.tell(hub);
  const outbox = new Outbox({ store, clock, log });
  book.tellWebhooks(outbox);
  const runner: Runner = new Runner({
    host,
    store,
    book,
    logs,
    outbox,
    onRoom: () => admission.poke(),
    onFullDisk: (directory) => admission.holdDisk(directory),
  });
  runner.setLimit(store.settings.get().limitRate);
  const admission: Admission = new Admission({ clock, log, store, book, runner, limits: limits ?? {} });
  const parts: Parts = {
    ...{ host, store, book, runner, admission, logs, hub },
    ...{ passwords: new PasswordMemory(), looks: new RecentLooks(clock) },
    keys: new RequestKeys({ table: store.answers, secrets: host.secrets, clock }),
  };

  let stopServing = (): Promise<void> => Promise.resolve();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    admission.close();
    try {
      await runner.close();
    } finally {
      hub.close();
      await stopServing();
      logs.closeAll();
      store.close();
      unlock();
    }
  };
  const engine: Engine = {
    call: (name, input) => answer(parts, name, input),
    subscribe: (after, listen) => hub.subscribe(after, listen),
    get seq() {
      return hub.seq;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
  if (only === 'none') return engine;
  if (only === 'added') store.line.onlyChosen();
  stopServing = await serve(engine, host.paths, log);
  runner.dropLeftovers();
  runner.deliverer.open();
  await admission.open();
  return engine;
}

import type { EventBatch } from '../../contract/events.ts';
import type { TaskId } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { call } from '../session/call.ts';
import type { Session } from '../session/session.ts';
import type { Change, Watch } from './watch.ts';

/** How following ended: all tasks settled, the user wants to stop, or the process that had the engine is gone. */
export type FollowEnd = 'settled' | 'interrupted' | 'lost';

/** How tasks are followed. */
interface Following {
  /** the number from which on everything is wanted */
  readonly after: number;
  /** called once a batch that touched one of the tasks */
  readonly report: (changes: readonly Change[]) => void;
  /** may put more tasks on the watch; called before their batch is applied */
  readonly adopt: (batch: EventBatch) => void;
  readonly abort: AbortSignal;
}

/** Follows the tasks of a watch until none is open. Never throws for a lost engine: that is one of the ends. */
export async function follow(
  { engine, lost }: Session,
  watch: Watch,
  { after, report, adopt, abort }: Following,
): Promise<FollowEnd> {
  if (watch.open.size === 0) return 'settled';
  if (abort.aborted) return 'interrupted';
  const ended = Promise.withResolvers<FollowEnd>();
  const tell = (changes: readonly Change[]) => {
    if (changes.length > 0) report(changes);
    if (watch.open.size === 0) ended.resolve('settled');
  };
  const listen = (batch: EventBatch) => {
    adopt(batch);
    tell(watch.apply(batch));
    if (batch.reset) refresh(engine, watch).then(tell, ended.reject);
  };
  const interrupt = () => ended.resolve('interrupted');
  abort.addEventListener('abort', interrupt, { once: true });
  lost?.then(() => ended.resolve('lost'), ended.reject);
  const stop = engine.subscribe(after, listen);
  try {
    return await ended.promise;
  } finally {
    abort.removeEventListener('abort', interrupt);
    stop();
  }
}

/** Asks for every open task anew, when what changed cannot be told from events. */
export async function refresh(engine: Engine, watch: Watch): Promise<Change[]> {
  const changes: Change[] = [];
  for (const id of [...watch.open]) changes.push(...(await look(engine, watch, id)));
  return changes;
}

async function look(engine: Engine, watch: Watch, id: TaskId): Promise<Change[]> {
  const reply = await engine.call('tasks.show', { id });
  const before = watch.get(id);
  if (before === undefined) return [];
  if (!reply.ok) return reply.error.code === 'no-such-task' ? watch.forget(id) : [];
  watch.put(reply.value.task);
  return [{ before, after: reply.value.task }];
}

/** The number to follow from so that nothing which happens from now on is missed. */
export async function seqOf(engine: Engine): Promise<number> {
  return (await call(engine, 'tasks.list', { limit: 1 })).seq;
}

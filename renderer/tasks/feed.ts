import type { EventBatch } from '../../contract/events.ts';
import type { Settings } from '../../contract/settings.ts';
import type { TaskId } from '../../contract/task.ts';
import type { Transport } from '../transport.ts';
import type { TaskStore } from './task-store.ts';

/** Enough to fill any window, so that it can be used while the rest is still being read. */
const firstPage = 200;
const laterPage = 2000;

/**
 * Reads the list of tasks into the store, page by page, and keeps it up to date from then on.
 *
 * @param tell.settings called when somebody changed a setting
 * @param tell.begin called each time the list is read from its beginning: the engine may be another one than before
 * @returns `start` reads from the beginning (also after an error), `stop` ends it
 */
export function createFeed(
  transport: Transport,
  store: TaskStore,
  tell: { readonly settings: (settings: Settings) => void; readonly begin: () => void },
): { start(): Promise<void>; stop(): void } {
  let end = () => {};

  async function start(): Promise<void> {
    end();
    let over = false;
    let unsubscribe = () => {};
    end = () => {
      over = true;
      unsubscribe();
    };
    const first = await transport.call('tasks.list', { limit: firstPage });
    if (over) return;
    if (!first.ok) return store.actions.fail(first.error);
    const known = await transport.call('groups.list', {});
    if (over) return;
    if (!known.ok) return store.actions.fail(known.error);
    store.actions.begin(first.value.tasks, first.value.total, known.value.groups);
    tell.begin();

    const touched = new Set<TaskId>();
    let complete = false;
    const listen = (batch: EventBatch) => {
      if (over) return;
      if (batch.settings) tell.settings(batch.settings);
      if (batch.reset) {
        void start();
        return;
      }
      if (!complete) for (const id of [...batch.tasks.map((task) => task.id), ...batch.removed]) touched.add(id);
      store.actions.batch(batch);
    };
    unsubscribe = transport.onEvents(first.value.seq, listen);

    let cursor = first.value.next;
    while (cursor !== null) {
      const page = await transport.call('tasks.list', { cursor, limit: laterPage });
      if (over) return;
      if (!page.ok) return store.actions.fail(page.error);
      store.actions.page(page.value.tasks, touched, page.value.total);
      cursor = page.value.next;
    }
    complete = true;
    store.actions.loaded();
  }

  return { start, stop: () => end() };
}

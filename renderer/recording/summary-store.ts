import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TaskId } from '../../contract/task.ts';
import type { Transport } from '../transport.ts';
import { type Summary, summarise } from './summary.ts';

interface SummaryState {
  /** of finished recordings that were looked at; `null` where the ledger cannot be read */
  readonly summaries: ReadonlyMap<TaskId, Summary | null>;
}

export type SummaryStore = StoreApi<SummaryState> & {
  /** reads the ledger of a finished recording unless that was done before; the result says that nobody wants it any more */
  readonly want: (id: TaskId) => () => void;
};

/** Milliseconds that a row must have been in sight: who scrolls past a thousand recordings reads no thousand ledgers. */
const patience = 150;

/** What finished recordings came to. Their ledgers do not change any more, so each is read once, one after the other. */
export function createSummaryStore(transport: Transport): SummaryStore {
  const store = createStore<SummaryState>(() => ({ summaries: new Map() }));
  const wanted = new Set<TaskId>();
  let reading = false;

  async function readAll(): Promise<void> {
    if (reading) return;
    reading = true;
    for (const id of wanted) {
      wanted.delete(id);
      const reply = await transport.call('tasks.timeline', { id });
      const summary = reply.ok ? summarise(reply.value) : null;
      store.setState(({ summaries }) => ({ summaries: new Map(summaries).set(id, summary) }));
    }
    reading = false;
  }

  return Object.assign(store, {
    want(id: TaskId) {
      if (store.getState().summaries.has(id)) return () => {};
      const timer = setTimeout(() => {
        if (store.getState().summaries.has(id)) return;
        wanted.add(id);
        void readAll();
      }, patience);
      return () => {
        clearTimeout(timer);
        wanted.delete(id);
      };
    },
  });
}

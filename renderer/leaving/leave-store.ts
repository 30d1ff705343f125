import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LeaveAnswer, LeaveQuestion } from '../../contract/leaving.ts';
import type { Transport } from '../transport.ts';

interface LeaveState {
  /** what is asked before the program ends; `null` while nobody wants it to */
  readonly question: LeaveQuestion | null;
  /** the program ends as soon as the recordings are put together */
  readonly stopping: boolean;
}

export type LeaveStore = StoreApi<LeaveState> & {
  /** waits for questions until there is nobody to ask them */
  readonly listen: () => Promise<void>;
  readonly answer: (answer: LeaveAnswer) => Promise<void>;
};

const nothing: LeaveState = { question: null, stopping: false };

/** The question of what becomes of recordings when somebody closes the window or ends the program. */
export function createLeaveStore(transport: Transport): LeaveStore {
  const store = createStore<LeaveState>(() => nothing);
  let answered = Promise.withResolvers<void>();
  return Object.assign(store, {
    async listen() {
      for (;;) {
        const reply = await transport.call('desktop.await-leave', {});
        if (!reply.ok) return;
        answered = Promise.withResolvers();
        store.setState({ question: reply.value, stopping: false });
        // Until then it would be the same question again.
        await answered.promise;
      }
    },
    async answer(answer: LeaveAnswer) {
      store.setState(answer === 'stop' ? { stopping: true } : nothing);
      await transport.call('desktop.leave', { answer });
      answered.resolve();
    },
  });
}

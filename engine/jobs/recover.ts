import { activeStates } from '../queue/moves.ts';
import type { Store } from '../store/index.ts';
import type { Book } from './book.ts';

/**
 * Puts the tasks that were at work when an earlier run ended back into the queue, and ends their attempts. Recordings that
 * waited for a slot wait for none now.
 */
export function recover(store: Store, book: Book, now: number): void {
  store.transaction(() => {
    store.attempts.loseOpen(now);
    for (const state of activeStates) {
      for (const record of store.tasks.ofState(state)) book.move(record, { type: 'lose' });
    }
    for (const record of store.line.recordingsDue(now, true)) book.move(record, { type: 'go-on' });
  });
}

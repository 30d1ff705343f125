import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TaskId } from '../../contract/task.ts';

/** The one dialog that is open over the list, if any. */
type OpenDialog =
  /** `call`: what to hand over, which may name a group in place of its tasks */
  | { readonly name: 'remove' | 'cancel'; readonly ids: readonly TaskId[]; readonly call: readonly string[] }
  /** what can be done with the selected tasks */
  | { readonly name: 'actions' }
  | { readonly name: 'details'; readonly id: TaskId }
  | { readonly name: 'recording'; readonly id: TaskId }
  | { readonly name: 'video'; readonly id: TaskId }
  | { readonly name: 'settings'; readonly field: 'limitRate' | null };

export type DialogStore = StoreApi<{ readonly dialog: OpenDialog | null }> & {
  readonly open: (dialog: OpenDialog) => void;
  readonly close: () => void;
};

/** Which dialog is open. */
export function createDialogStore(): DialogStore {
  const store = createStore<{ readonly dialog: OpenDialog | null }>(() => ({ dialog: null }));
  return Object.assign(store, {
    open: (dialog: OpenDialog) => store.setState({ dialog }),
    close: () => store.setState({ dialog: null }),
  });
}

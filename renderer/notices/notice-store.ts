import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Notice {
  readonly key: number;
  readonly tone: 'info' | 'problem';
  readonly text: string;
  /** the technical part, or one line for each of several things */
  readonly details: readonly string[];
}

export type NoticeStore = StoreApi<{ readonly notices: readonly Notice[] }> & {
  /** shows a short message; the oldest go when there are too many */
  readonly tell: (tone: Notice['tone'], text: string, details?: readonly string[]) => void;
  readonly dismiss: (key: number) => void;
};

const most = 3;

/** The messages in the corner of the window. */
export function createNoticeStore(): NoticeStore {
  const store = createStore<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));
  let last = 0;
  return Object.assign(store, {
    tell(tone: Notice['tone'], text: string, details: readonly string[] = []) {
      last += 1;
      const notice = { key: last, tone, text, details };
      store.setState(({ notices }) => ({
        notices: [...notices.filter((old) => old.text !== text), notice].slice(-most),
      }));
    },
    dismiss(key: number) {
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.key !== key) }));
    },
  });
}

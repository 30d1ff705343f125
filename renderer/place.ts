import type { TaskId } from '../contract/task.ts';
import type { ConnectionStore } from './web/connection-store.ts';

/** What is played: what is stored so far, or a finished file by its number among the task's files. */
export type Source =
  | { readonly kind: 'live' }
  | { readonly kind: 'file'; readonly file: number; readonly part: number };

/** What only a page in a browser has. */
export interface Web {
  readonly connection: ConnectionStore;
  /** where a finished file of a task is fetched, by its number among the task's files */
  download(id: TaskId, file: number): string;
  signOut(): Promise<void>;
}

/** What differs with where the page is shown, besides the transport. */
export interface Place {
  /** the address of what is played */
  media(id: TaskId, source: Source): string;
  /** what only a page in a browser has; `null` in the desktop */
  readonly web: Web | null;
}

/** Where the window of the desktop finds media; the main process serves it, nothing of it comes from a network. */
const recordings = 'sluice-media://recordings';

/** The window of the desktop. */
export const desktop: Place = {
  media: (id, source) =>
    source.kind === 'live' ? `${recordings}/${id}/live/watch.m3u8` : `${recordings}/${id}/part/${source.file}`,
  web: null,
};

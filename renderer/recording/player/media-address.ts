import type { TaskId } from '../../../contract/task.ts';

/** What is played: what is stored so far, or a finished file by its number among the task's files. */
export type Source =
  | { readonly kind: 'live' }
  | { readonly kind: 'file'; readonly file: number; readonly part: number };

/** Where the window finds media; the main process serves it, nothing of it comes from a network. */
const root = 'sluice-media://recordings';

/** The address of a source of a recording. */
export function mediaAddress(id: TaskId, source: Source): string {
  return source.kind === 'live' ? `${root}/${id}/live/watch.m3u8` : `${root}/${id}/part/${source.file}`;
}

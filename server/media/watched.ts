/** What may be watched of a task. */
export type Watched =
  /** a file in the work folder of a recording: the playlist of what is stored, or what it names */
  | { readonly id: string; readonly live: string }
  /** a finished file: its number among the task's artifacts, from 1 */
  | { readonly id: string; readonly part: number };

/**
 * Whether a name may be one of a media file or a playlist in the work folder of a recording: no separators, no leading dot, and not
 * one of the records of the recording, which end in `.json` and `.jsonl`.
 */
export function isWatchable(name: string): boolean {
  return /^[\w-][\w.-]{0,200}$/.test(name) && !/\.jsonl?$/i.test(name);
}

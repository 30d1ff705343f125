import { join } from 'node:path';

/** The media type under which the ledger of a recording goes on record. */
export const ledgerType = 'application/vnd.sluice.ledger+json';

/** What lies in the work folder of a recording besides its media segments. */
export interface WorkFiles {
  readonly journal: string;
  /** the timeline as it is now, written anew now and then */
  readonly timeline: string;
  /** the playlist of what is stored, for watching */
  readonly watch: string;
}

/** @param folder `unfinishedPaths(…).recording` */
export function workFiles(folder: string): WorkFiles {
  return {
    journal: join(folder, 'journal.jsonl'),
    timeline: join(folder, 'timeline.json'),
    watch: join(folder, 'watch.m3u8'),
  };
}

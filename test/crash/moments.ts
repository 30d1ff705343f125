import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

/** A point in the life of a download, seen from outside in its folder. */
export type Moment =
  /** the unfinished file is there */
  | { readonly at: 'begun' }
  /** this share of it is stored, 0 to 1 */
  | { readonly at: 'stored'; readonly share: number }
  /** the first journal is written */
  | { readonly at: 'on-record' }
  /** the journal says that all of it is stored; where a checksum is known, it is computed now */
  | { readonly at: 'whole-on-record' }
  /** it has its name */
  | { readonly at: 'named' }
  /** the unfinished file is gone again */
  | { readonly at: 'settled' };

/** What is looked at. */
export interface Watched {
  /** the download folder */
  readonly folder: string;
  readonly name: string;
  readonly size: number;
}

/**
 * Waits for a moment, then `delayMs` more. False when the process ended before.
 * @param gone whether it has ended
 */
export async function reach(moment: Moment, delayMs: number, watched: Watched, gone: () => boolean): Promise<boolean> {
  while (!isReached(moment, watched)) {
    if (gone()) return false;
    // The last steps follow each other within a millisecond, so they are waited for without a pause.
    if (moment.at === 'named' || moment.at === 'settled') await nextTurn();
    else await wait(1);
  }
  const until = performance.now() + delayMs;
  while (performance.now() < until) await (until - performance.now() > 2 ? wait(1) : nextTurn());
  return !gone();
}

/** Whether a moment has come. */
export function isReached(moment: Moment, { folder, name, size }: Watched): boolean {
  switch (moment.at) {
    case 'begun':
      return storedIn(folder) !== undefined;
    case 'stored':
      return (storedIn(folder) ?? 0) >= moment.share * size;
    case 'on-record':
      return unfinishedIn(folder).some((entry) => entry.endsWith('.json'));
    case 'whole-on-record':
      return isWholeOnRecord(folder, size);
    case 'named':
      return isThere(join(folder, name));
    case 'settled':
      return isThere(join(folder, name)) && storedIn(folder) === undefined;
  }
}

/** Bytes that the unfinished file takes on the disk; `undefined` when there is none. */
function storedIn(folder: string): number | undefined {
  const part = unfinishedIn(folder).find((entry) => entry.endsWith('.part'));
  if (part === undefined) return undefined;
  // Blocks and not the length: eight connections write at eight places of a file with holes.
  const blocks = statSync(join(folder, '.sluice', part), { throwIfNoEntry: false })?.blocks;
  return blocks === undefined ? undefined : blocks * 512;
}

function isWholeOnRecord(folder: string, size: number): boolean {
  const journal = unfinishedIn(folder).find((entry) => entry.endsWith('.json'));
  if (journal === undefined) return false;
  try {
    const { ranges } = JSON.parse(readFileSync(join(folder, '.sluice', journal), 'utf8'));
    return JSON.stringify(ranges) === JSON.stringify([[0, size]]);
  } catch {
    // It is gone with the unfinished file.
    return false;
  }
}

function unfinishedIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, '.sluice'));
  } catch {
    return [];
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

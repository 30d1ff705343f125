import { type FileHandle, open } from 'node:fs/promises';
import type { JournalEntry } from '../journal-entry.ts';
import { journalFormat } from './journal-format.ts';

/** What of a journal can be understood. Bytes. */
export interface JournalText {
  readonly entries: JournalEntry[];
  /** where the lines that are good end */
  readonly end: number;
  /** where lines that cannot be understood end; equal to `end` when there are none. What follows was never written to its end. */
  readonly damagedTo: number;
}

const newline = 0x0a;

/**
 * Reads lines up to the first that cannot be understood. A last line without its newline was torn off while it was written and
 * was promised to nobody; a line with its newline was, so that damage there is told apart.
 */
export function readLines(bytes: Uint8Array): JournalText {
  const text = new TextDecoder();
  const entries: JournalEntry[] = [];
  let end = 0;
  for (let stop = bytes.indexOf(newline); stop >= 0; stop = bytes.indexOf(newline, end)) {
    const entry = parse(text.decode(bytes.subarray(end, stop)));
    if (entry === undefined) break;
    entries.push(entry);
    end = stop + 1;
  }
  return { entries, end, damagedTo: Math.max(end, bytes.lastIndexOf(newline) + 1) };
}

function parse(line: string): JournalEntry | undefined {
  try {
    return journalFormat.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Copies bytes that cannot be understood into a new file beside the journal, and flushes it. @returns its path */
export async function setAside(path: string, bytes: Uint8Array): Promise<string> {
  for (let number = 1; ; number += 1) {
    const aside = number === 1 ? `${path}.damaged` : `${path}.damaged-${number}`;
    let file: FileHandle;
    try {
      file = await open(aside, 'wx', 0o600);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw error;
    }
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    return aside;
  }
}

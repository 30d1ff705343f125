import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../../../contract/errors.ts';
import { fileFailure } from '../../files/failure.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import { writeAll } from '../../files/whole.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { readLines, setAside } from './read-journal.ts';

/** A journal that was opened. */
export interface OpenedJournal {
  readonly journal: Journal;
  /** what it holds, in order */
  readonly entries: JournalEntry[];
  /** the file into which lines were set aside that could not be understood, with all that came behind them; `null`: none */
  readonly damaged: string | null;
}

/**
 * Opens the journal of a recording, or makes it. A last line that was torn off is cut off. Where a line in the middle is
 * damaged, everything from there is set aside, because what a recording did next only makes sense behind what it did before.
 * @throws Failure `disk-full`, `permission`, `folder-missing`
 */
export async function openJournal(path: string): Promise<OpenedJournal> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const bytes = await file.readFile();
    const { entries, end, damagedTo } = readLines(bytes);
    const damaged = damagedTo > end ? await setAside(path, bytes.subarray(end, damagedTo)) : null;
    if (end < bytes.length) await file.truncate(end);
    await file.sync();
    await syncFolder(dirname(path));
    return { journal: new Journal(path, file, end), entries, damaged };
  } catch (error) {
    await file?.close();
    throw fileFailure(error, path);
  }
}

interface Waiting {
  readonly line: string;
  readonly done: () => void;
  readonly failed: (reason: Failure) => void;
}

/** The journal of a recording: a file of JSON lines that only grows. */
export class Journal {
  readonly #path: string;
  readonly #file: FileHandle;
  /** bytes that are written and flushed */
  #end: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  /** why nothing can be appended any more */
  #broken: Failure | null = null;

  constructor(path: string, file: FileHandle, end: number) {
    this.#path = path;
    this.#file = file;
    this.#end = end;
  }

  /**
   * Appends an entry; it is on the disk when this resolves. Entries that come while others are written share the next write
   * and flush, in the order of the calls. An entry that fails is not in the journal, and others may be appended later, when
   * there is room again.
   * @throws Failure `disk-full`, `permission`, `internal` (the disk failed, or the journal is closed)
   */
  append(entry: JournalEntry): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    return new Promise((done, failed) => {
      this.#waiting.push({ line: `${JSON.stringify(entry)}\n`, done, failed });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Closes the file when everything is written. @throws Failure */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#broken?.detail === closed) return;
    this.#broken = new Failure('internal', { detail: closed });
    await this.#file.close();
  }

  async #writeAll(): Promise<void> {
    // In a turn of its own, so that calls of the same moment share one flush.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#broken !== null) throw this.#broken;
        await this.#write(Buffer.from(batch.map(({ line }) => line).join('')));
        for (const { done } of batch) done();
      } catch (error) {
        const failure = fileFailure(error, this.#path);
        for (const { failed } of batch) failed(failure);
      }
    }
    this.#writing = null;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      await writeAll(this.#file, bytes, this.#end);
    } catch (error) {
      await this.#undo();
      throw error;
    }
    try {
      await this.#file.datasync();
    } catch (error) {
      // After a failed flush the system may forget what it could not write, and a second flush would then say that all is well.
      this.#broken = fileFailure(error, this.#path);
      throw error;
    }
    this.#end += bytes.length;
  }

  async #undo(): Promise<void> {
    try {
      await this.#file.truncate(this.#end);
    } catch (error) {
      this.#broken = fileFailure(error, this.#path);
    }
  }
}

const closed = 'the journal is closed';

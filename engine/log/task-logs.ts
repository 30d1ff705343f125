import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskId } from '../../contract/task.ts';
import { RotatingFile } from './rotating-file.ts';

/** Lines that go into the record of an attempt. */
const tail = 20;
/** Bytes of one task's log; it is kept once more as `.1`. */
const maxBytes = 512 * 1024;

/** A log file for each task, and the last lines of the tasks that run. */
export class TaskLogs {
  readonly #folder: string;
  readonly #open = new Map<TaskId, { file: RotatingFile; last: string[] }>();

  constructor(logs: string) {
    this.#folder = join(logs, 'tasks');
  }

  write(id: TaskId, line: string): void {
    let log = this.#open.get(id);
    if (log === undefined) {
      log = { file: new RotatingFile(this.#path(id), maxBytes, 1), last: [] };
      this.#open.set(id, log);
    }
    log.file.write(line);
    log.last.push(line);
    if (log.last.length > tail) log.last.shift();
  }

  /** Ends the log of an attempt and gives its last lines. */
  end(id: TaskId): string[] {
    const log = this.#open.get(id);
    log?.file.close();
    this.#open.delete(id);
    return log?.last ?? [];
  }

  /** Where the log of a task lies, or `null` if it has none. */
  fileOf(id: TaskId): string | null {
    const path = this.#path(id);
    return existsSync(path) ? path : null;
  }

  remove(id: TaskId): void {
    this.end(id);
    for (const path of [this.#path(id), `${this.#path(id)}.1`]) rmSync(path, { force: true });
  }

  closeAll(): void {
    for (const id of [...this.#open.keys()]) this.end(id);
  }

  #path(id: TaskId): string {
    return join(this.#folder, `${id}.log`);
  }
}

import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LineSink } from './lines.ts';

/**
 * A log file that is moved to `.1`, `.2`, … when it is full.
 *
 * Written synchronously, so that the lines before a crash, which are the ones that matter, are never lost in a buffer.
 * A log that cannot be written (full disk, read-only folder) is not a reason to fail: the line is then dropped.
 */
export class RotatingFile implements LineSink {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #keep: number;
  #file: number | undefined;
  #size = 0;

  /**
   * @param maxBytes size after which a new file is begun
   * @param keep how many older files stay
   */
  constructor(path: string, maxBytes: number, keep: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#keep = keep;
  }

  write(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      let file = this.#open();
      if (this.#size > 0 && this.#size + bytes.length > this.#maxBytes) file = this.#rotate();
      this.#size += writeSync(file, bytes);
    } catch {
      this.close();
    }
  }

  close(): void {
    const file = this.#file;
    this.#file = undefined;
    try {
      if (file !== undefined) closeSync(file);
    } catch {
      // a disk of the network tells only now that it could not write
    }
  }

  #open(): number {
    if (this.#file !== undefined) return this.#file;
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    this.#file = openSync(this.#path, 'a', 0o600);
    this.#size = fstatSync(this.#file).size;
    return this.#file;
  }

  #rotate(): number {
    this.close();
    for (let number = this.#keep; number > 0; number--) {
      try {
        renameSync(number === 1 ? this.#path : `${this.#path}.${number - 1}`, `${this.#path}.${number}`);
      } catch {
        // there are not that many yet
      }
    }
    return this.#open();
  }
}

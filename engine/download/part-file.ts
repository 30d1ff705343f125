import { close, fdatasync, fstat, ftruncate, open, read, write } from 'node:fs';
import { promisify } from 'node:util';
import { Failure } from '../../contract/errors.ts';
import { errnoOf, fileFailure } from '../files/failure.ts';
import { coversUpTo } from '../files/sample.ts';

const openFile = promisify(open);
const statFile = promisify(fstat);
const syncFile = promisify(fdatasync);
const truncateFile = promisify(ftruncate);
const closeFile = promisify(close);
const readFile = promisify(read);

/** How often a folder that another task is just removing is made again. */
const TRIES = 20;

/** Where an unfinished file lies. */
export interface PartPlace {
  readonly data: string;
  /** Makes the folder of it where it is missing. @throws Failure */
  makeFolder(): Promise<void>;
}

/** The unfinished file on disk: written at any place, in any order. */
export class PartFile {
  readonly #fd: number;
  readonly #path: string;
  #writing = 0;
  #failed: Failure | undefined;
  #unsynced: unknown;
  #whenIdle: (() => void)[] = [];
  #size: number;
  /** a copy of the only write so far, when it was small and began at the start */
  #content: Buffer | undefined;
  #writes = 0;

  private constructor(fd: number, path: string, size: number) {
    this.#fd = fd;
    this.#path = path;
    this.#size = size;
  }

  /**
   * Opens the file, and makes it and its folder where they are missing.
   * @throws Failure `permission`, `disk-full`, `folder-missing`
   */
  static async open(place: PartPlace): Promise<PartFile> {
    for (;;) {
      const made = await PartFile.create(place);
      if (made !== undefined) return made;
      try {
        const fd = await openFile(place.data, 'r+');
        return new PartFile(fd, place.data, (await statFile(fd)).size);
      } catch (error) {
        if (errnoOf(error) !== 'ENOENT') throw fileFailure(error, place.data);
      }
    }
  }

  /**
   * Makes the file, and its folder where it is missing; `undefined` when there is one already.
   * @throws Failure `permission`, `disk-full`, `folder-missing`
   */
  static async create({ data, makeFolder }: PartPlace): Promise<PartFile | undefined> {
    for (let tries = 1; ; tries += 1) {
      await makeFolder();
      try {
        return new PartFile(await openFile(data, 'wx+', 0o666), data, 0);
      } catch (error) {
        if (errnoOf(error) === 'EEXIST') return undefined;
        // A task that ends removes the shared folder, perhaps between our two steps.
        if (errnoOf(error) !== 'ENOENT' || tries === TRIES) throw fileFailure(error, data);
      }
    }
  }

  /** Bytes from the start to the last one that was ever written. */
  get size(): number {
    return this.#size;
  }

  /** All of the file, when it is small and came in one piece. */
  get content(): Buffer | undefined {
    return this.#content?.length === this.#size ? this.#content : undefined;
  }

  /**
   * Writes all of `bytes` at `position` and calls back, also after a failure. The memory must not change until then.
   */
  write(bytes: Buffer, position: number, done: (failure: Failure | undefined) => void): void {
    this.#writing += 1;
    this.#writes += 1;
    const only = this.#writes === 1 && this.#size === 0 && position === 0 && bytes.length <= coversUpTo;
    this.#content = only ? Buffer.from(bytes) : undefined;
    this.#size = Math.max(this.#size, position + bytes.length);
    const step = (at: number): void => {
      write(this.#fd, bytes, at, bytes.length - at, position + at, (error, written) => {
        if (error === null && written > 0 && at + written < bytes.length) {
          step(at + written);
          return;
        }
        const reason = error ?? (written === 0 && bytes.length > 0 ? new Error('nothing was written') : null);
        if (reason !== null) this.#failed ??= fileFailure(reason, this.#path);
        this.#writing -= 1;
        done(reason === null ? undefined : this.#failed);
        if (this.#writing === 0) for (const wake of this.#whenIdle.splice(0)) wake();
      });
    };
    step(0);
  }

  /** Waits until no write is under way. */
  async idle(): Promise<void> {
    if (this.#writing > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  /** Reads `length` bytes at `position`; fewer when the file ends before. */
  async read(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    const { bytesRead } = await this.#do(readFile(this.#fd, bytes, 0, length, position));
    return bytes.subarray(0, bytesRead);
  }

  /**
   * Brings what was written to the disk.
   * @throws Failure `folder-missing` when the file was removed under us: what goes on there would be lost
   */
  async sync(): Promise<void> {
    // After a failed flush the system may count the lost pages as clean, and the next flush as good.
    if (this.#unsynced !== undefined) throw this.#unsynced;
    if ((await this.#do(statFile(this.#fd))).nlink === 0) {
      throw new Failure('folder-missing', { detail: `${this.#path} was removed` });
    }
    try {
      await this.#do(syncFile(this.#fd));
    } catch (error) {
      this.#unsynced = error;
      throw error;
    }
  }

  /** Cuts the file to `size` bytes. */
  async truncate(size: number): Promise<void> {
    await this.#do(truncateFile(this.#fd, size));
    this.#size = size;
    this.#content = undefined;
  }

  async close(): Promise<void> {
    await this.idle();
    await this.#do(closeFile(this.#fd));
  }

  async #do<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw fileFailure(error, this.#path);
    }
  }
}

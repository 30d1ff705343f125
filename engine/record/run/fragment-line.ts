import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../../contract/errors.ts';
import type { Artifact } from '../../../contract/task.ts';
import type { CutRules } from '../cut/cutter.ts';
import { isReady, planFragment } from '../cut/plan.ts';
import type { Workshop } from '../finish/attempt.ts';
import { type Destination, dropTraces, publishFragment } from '../finish/publish-fragment.ts';
import { artifactOf } from './artifact.ts';
import type { RecordingBook } from './book.ts';
import { patience } from './side-patience.ts';
import type { Sides } from './sides.ts';

/** Seconds behind the end of the recording whose segments stay, to be watched. */
const watchable = 30 * 60;

/** What the line works with. */
export interface LineParts {
  readonly book: RecordingBook;
  readonly rules: CutRules;
  readonly shop: Workshop;
  readonly destination: Destination;
  readonly sides: Pick<Sides, 'patience' | 'without'>;
  readonly now: () => number;
  /** a file is in its place */
  readonly onFile: (artifact: Artifact) => void;
  readonly onNote: (message: string, fields: Record<string, string | number>) => void;
  /** no fragment can be made any more: a full disk, a missing folder or program */
  readonly onFailed: (reason: unknown) => void;
}

/** Makes closed fragments one after another and gives them their names, while the recording goes on. */
export class FragmentLine {
  readonly #parts: LineParts;
  #running: Promise<void> | null = null;
  #asked = false;
  #ended = false;
  #failure: unknown;

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  /** Something was stored, closed or given up: a fragment may be ready. */
  look(): void {
    this.#asked = true;
    this.#running ??= this.#run();
  }

  /** Nothing will be stored any more: makes what is closed, and waits for it. @throws what `onFailed` gets */
  async finish(): Promise<void> {
    this.#ended = true;
    await this.idle();
    this.look();
    await this.idle();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Waits until no fragment is being made. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    // In a turn of its own, so that `#running` is set while it runs.
    await Promise.resolve();
    try {
      while (this.#asked && this.#failure === undefined) {
        this.#asked = false;
        await this.#makeReady();
      }
    } catch (error) {
      this.#failure = error;
      this.#parts.onFailed(error);
    } finally {
      this.#running = null;
    }
  }

  async #makeReady(): Promise<void> {
    const { rules, book, sides } = this.#parts;
    const awaited = sides.patience;
    const { ledger } = book;
    for (const { part } of ledger.unfinished()) {
      if (!isReady(ledger, part, rules, { ended: this.#ended, patience: patience.sound, awaited })) return;
      await this.#make(part);
    }
  }

  async #make(part: number): Promise<void> {
    const { book, rules, shop, destination, sides, now, onFile, onNote } = this.#parts;
    const plan = planFragment(book.ledger, part, rules);
    if (plan === undefined) return;
    // What is missing at the end of the recording shows when it has ended.
    const lacks = this.#ended ? [] : sides.without(plan.at + plan.length);
    try {
      const { path, size, type, beside, notes, traces } = await publishFragment(plan, shop, destination);
      const without = lacks.length === 0 ? {} : { without: lacks };
      await book.write({ type: 'published', at: now(), part, path, size, ...without });
      for (const file of [{ path, size, type }, ...beside]) onFile(artifactOf(file));
      for (const note of notes) onNote(note, { part });
      await dropTraces(shop.folder, traces);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'corrupt-media') throw error;
      onNote('a fragment could not be put together; its media segments stay', { part, reason: error.detail ?? '' });
      await book.write({ type: 'failed', at: now(), part, detail: error.detail ?? '' });
    }
    await this.release();
  }

  /** Removes segments that neither a fragment to come nor somebody who watches needs. */
  async release(): Promise<void> {
    const { book, shop } = this.#parts;
    const files = book.ledger.release(watchable).map(({ file }) => file);
    await Promise.all(files.map((file) => rm(join(shop.folder, file), { force: true })));
  }
}

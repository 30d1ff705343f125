import type { Writable } from 'node:stream';
import type { Task } from '../../contract/task.ts';
import type { RecordingNews } from '../follow/recording-news.ts';
import type { Change } from '../follow/watch.ts';
import { paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { missingText } from '../summary/words.ts';
import { hintLines } from './hints.ts';
import { outcomeLines } from './outcome.ts';
import { refusalLines } from './refusal.ts';
import type { Ending, Refusal, Reporter } from './reporter.ts';
import { newPaths, writePaths } from './results.ts';

/** Says nothing but what went wrong; the paths of finished files are the result. */
export class QuietReporter implements Reporter {
  readonly #out: Writable;
  readonly #err: Writable;

  constructor(out: Writable, err: Writable) {
    this.#out = out;
    this.#err = err;
  }

  added(): void {}

  skipped(task: Task): void {
    writePaths(task, this.#out);
  }

  refused(refusal: Refusal): void {
    this.note(refusalLines(refusal).line);
  }

  changed(changes: readonly Change[]): void {
    for (const { before, after } of changes) {
      if (after === null || after.state.name === before.state.name) continue;
      if (after.kind !== 'stream') writePaths(after, this.#out);
      if (after.state.name === 'failed') {
        for (const line of outcomeLines(after, undefined, paintFor(this.#err))) this.note(line);
      }
    }
  }

  heard(news: RecordingNews): void {
    for (const path of newPaths(news)) this.#out.write(`${path}\n`);
    if (news.kind !== 'over') return;
    const { task, timeline, complete } = news;
    if (complete || timeline === null || task.state.name !== 'completed') return;
    this.note(`${printable(task.name)}: ${missingText(timeline, paintFor(this.#err))}`);
  }

  interrupted(): void {}

  note(text: string): void {
    this.#err.write(`${text}\n`);
  }

  hide(): void {}

  ended(ending: Ending): void {
    for (const line of hintLines(ending)) this.note(line);
  }
}

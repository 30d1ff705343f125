import type { Writable } from 'node:stream';
import type { Task } from '../../contract/task.ts';
import type { Change } from '../follow/watch.ts';
import { paintFor } from '../format/paint.ts';
import { say } from '../text/say.ts';
import { outcomeLines } from './outcome.ts';
import { refusalLines } from './refusal.ts';
import type { Ending, Refusal, Reporter } from './reporter.ts';
import { writePaths } from './results.ts';

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
      if (after.state.name === 'completed') writePaths(after, this.#out);
      if (after.state.name === 'failed') {
        for (const line of outcomeLines(after, undefined, paintFor(this.#err))) this.note(line);
      }
    }
  }

  interrupted(): void {}

  note(text: string): void {
    this.#err.write(`${text}\n`);
  }

  hide(): void {}

  ended(ending: Ending): void {
    if (ending.resumable.length > 0) this.note(say.resumeHint(ending.resumable));
  }
}

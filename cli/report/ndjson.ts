import type { Writable } from 'node:stream';
import type { Task, TaskId } from '../../contract/task.ts';
import { exits } from '../exit.ts';
import type { RecordingNews } from '../follow/recording-news.ts';
import type { Change } from '../follow/watch.ts';
import type { JsonEvent } from './json-event.ts';
import { isOtherWait } from './other-wait.ts';
import { recordingEvents } from './recording-events.ts';
import type { Ending, Refusal, Reporter, Start } from './reporter.ts';

/** Milliseconds between two progress events of one task. */
const progressEvery = 1000;
/** The figures of a task that is not running. */
const still = { pace: { speed: 0, eta: null, connections: 0 }, live: null } as const;

/** One JSON object a line for programs; the fields are those of `JsonEvent`. Notes for people go to the other stream. */
export class JsonReporter implements Reporter {
  readonly #out: Writable;
  readonly #err: Writable;
  readonly #clock: () => number;
  readonly #told = new Map<TaskId, number>();

  constructor(out: Writable, err: Writable, clock: () => number = Date.now) {
    this.#out = out;
    this.#err = err;
    this.#clock = clock;
  }

  added(tasks: readonly Task[], how: Start): void {
    for (const { id, url, name, directory, group } of tasks) {
      this.#write({ event: 'added', id, url, name, directory, resumed: how !== 'new', group });
    }
  }

  skipped(task: Task): void {
    const paths = task.state.name === 'completed' ? task.state.artifacts.map((artifact) => artifact.path) : [];
    this.#write({ event: 'skipped', id: task.id, url: task.url, paths });
  }

  refused({ url, error, duplicateOf }: Refusal): void {
    this.#write({ event: 'refused', url, error, duplicateOf });
  }

  changed(changes: readonly Change[]): void {
    const now = this.#clock();
    for (const { before, after } of changes) {
      if (after === null) this.#write({ event: 'removed', id: before.id, name: before.name });
      else if (after.state.name === before.state.name) this.#progress(before, after, now);
      else this.#moved(after, now);
    }
  }

  heard(news: RecordingNews): void {
    for (const event of recordingEvents(news)) this.#write(event);
  }

  interrupted(tasks: readonly Task[]): void {
    for (const task of tasks) this.#moved(task, this.#clock());
  }

  note(text: string): void {
    this.#err.write(`${text}\n`);
  }

  hide(): void {}

  ended({ tally, exit, took, bytes, resumable, signal }: Ending): void {
    const { codes: _codes, ...counts } = tally;
    const { code } = exits[exit];
    this.#write({
      event: 'summary',
      ...counts,
      bytes,
      seconds: took / 1000,
      exitCode: code,
      signal: signal ?? null,
      resumable,
    });
  }

  #moved(task: Task, now: number): void {
    const { id, url, name, state } = task;
    switch (state.name) {
      case 'completed':
        // that of a recording is told with its ledger
        if (task.kind === 'stream') break;
        for (const artifact of state.artifacts) this.#write({ event: 'completed', id, url, name, ...artifact });
        break;
      case 'failed':
        this.#write({ event: 'failed', id, url, name, error: state.error, retryable: state.retryable });
        break;
      case 'paused':
      case 'canceled':
        this.#write({ event: state.name, id, url, name });
        break;
      case 'queued':
        this.#waiting(task);
        break;
      default:
        this.#told.delete(id);
        this.#progress(task, task, now);
    }
  }

  #waiting({ id, name, state }: Task): void {
    if (state.name !== 'queued' || state.waiting === null) return;
    const { waiting } = state;
    const until = 'until' in waiting ? waiting.until : null;
    const error = 'error' in waiting ? waiting.error : null;
    this.#write({ event: 'waiting', id, name, why: waiting.why, until, error });
  }

  #progress(before: Task, task: Task, now: number): void {
    const { id, name, progress, state } = task;
    if (state.name === 'queued') {
      if (before.state.name === 'queued' && isOtherWait(before.state.waiting, state.waiting)) this.#waiting(task);
      return;
    }
    // of one that waits for its time, or has its end behind it, there is no progress to tell
    if (state.name !== 'resolving' && state.name !== 'running' && state.name !== 'finishing') return;
    if (now - (this.#told.get(id) ?? Number.NEGATIVE_INFINITY) < progressEvery) return;
    this.#told.set(id, now);
    const { pace, live } = state.name === 'running' ? state : still;
    this.#write({ event: 'progress', id, name, state: state.name, ...progress, ...pace, live });
  }

  #write(event: JsonEvent): void {
    this.#out.write(`${JSON.stringify(event)}\n`);
  }
}

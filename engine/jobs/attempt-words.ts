import type { ErrorBody } from '../../contract/errors.ts';
import type { LiveFigures } from '../../contract/recording.ts';
import type { Artifact, Pace, Progress } from '../../contract/task.ts';
import type { FromWorker } from '../../contract/worker-messages.ts';
import { errorBodyOf } from '../error-body.ts';
import { safeName } from '../files/name.ts';
import { advance, nothing, type Phase, standing } from '../queue/progress.ts';
import type { Pool } from '../workers/pool.ts';
import type { RunningAttempt } from './attempt.ts';
import type { Backlog } from './backlog.ts';
import type { AttemptEnd } from './ending.ts';
import { reserve } from './reserve.ts';
import type { RunnerParts } from './runner-parts.ts';
import { type Compared, settleDuplicate } from './same-file.ts';

/** What a worker says of one job. */
export type JobMessage = Exclude<
  FromWorker,
  { type: 'ready' | 'pong' | 'log' | 'progress' | 'child' | 'dropped' | 'looked' | 'delivered' }
>;

/** What is needed to act on it. */
export interface WordsParts extends RunnerParts {
  readonly end: AttemptEnd;
  readonly backlog: Backlog;
  readonly pool: Pool;
  /** has the worker stop, keeping what it stored */
  readonly stop: (attempt: RunningAttempt) => void;
  /** the file is on record; its traces lie in this folder, unless the task is gone */
  readonly settled: (attempt: RunningAttempt, directory: string | undefined) => void;
  /** the attempt is at its end */
  readonly over: (attempt: RunningAttempt) => void;
}

/** Acts on what a worker says of an attempt. */
export class AttemptWords {
  readonly #parts: WordsParts;

  constructor(parts: WordsParts) {
    this.#parts = parts;
  }

  hear(attempt: RunningAttempt, message: JobMessage): void {
    const { end, over, store } = this.#parts;
    switch (message.type) {
      case 'reserve':
        if (message.progress !== null) this.#running(attempt, message.progress);
        void this.#reserve(attempt, message);
        return;
      case 'running':
        this.#running(attempt, message.progress);
        return;
      case 'finishing':
        this.#finishing(attempt, message);
        return;
      case 'published':
        void this.#settle(attempt, message.artifact, message.sample);
        return;
      case 'named':
        this.#named(attempt, message.name);
        return;
      case 'fragment':
        end.fragment(attempt, message.artifact, message.entry);
        return;
      case 'recorded':
        this.#recorded(attempt, message.artifacts);
        return;
      case 'live':
        if (attempt.stopping === undefined) end.live(attempt, message.title);
        else this.stopped(attempt, null);
        over(attempt);
        return;
      case 'stopped':
        this.#lastProgress(attempt, message.progress);
        if (attempt.dropping) store.leftovers.delete(attempt.id);
        this.stopped(attempt, null);
        over(attempt);
        return;
      case 'failed':
        this.#lastProgress(attempt, message.progress);
        if (attempt.stopping === undefined) end.failed(attempt, message);
        else this.stopped(attempt, message.error);
        over(attempt);
    }
  }

  /** New figures; they only ever lift the bar. */
  progress(
    attempt: RunningAttempt,
    phase: Phase,
    report: Progress,
    figures: { pace: Pace; live: LiveFigures | null } | null,
  ): void {
    const { book } = this.#parts;
    const record = book.get(attempt.id);
    if (record !== undefined) book.progress(attempt.id, advance(record.progress, report, phase), figures);
  }

  /** The attempt was stopped: by somebody, or for a fault of the engine itself. */
  stopped(attempt: RunningAttempt, error: ErrorBody | null): void {
    const { end, book } = this.#parts;
    const progress = book.get(attempt.id)?.progress ?? nothing;
    if (attempt.fault === undefined) end.stopped(attempt, error);
    else end.failed(attempt, { error: attempt.fault, retryable: false, retryAfter: null, progress });
  }

  #running(attempt: RunningAttempt, report: Progress): void {
    attempt.begun = true;
    this.#stands(attempt, report);
    const { book } = this.#parts;
    const record = book.get(attempt.id);
    if (record === undefined || attempt.stopping !== undefined) return;
    // what spoilt data there was is gone now: an attempt after this one may go on from here
    if (record.fresh) book.save({ ...record, fresh: false });
    book.step(attempt.id, { type: 'run', pace: { speed: 0, eta: null, connections: 0 }, live: null });
  }

  /** What a stream calls itself is shown, unless the user gave a name. */
  #named(attempt: RunningAttempt, name: string): void {
    const { book } = this.#parts;
    const record = book.get(attempt.id);
    if (record !== undefined && record.askedName === null) book.save({ ...record, name: safeName(name) });
  }

  #finishing(attempt: RunningAttempt, { step, progress }: Extract<JobMessage, { type: 'finishing' }>): void {
    this.progress(attempt, step, progress, null);
    if (attempt.stopping === undefined) this.#parts.book.step(attempt.id, { type: 'finish', step });
  }

  async #reserve(attempt: RunningAttempt, asked: { path: string; taken: boolean }): Promise<void> {
    const { book, pool, host, stop } = this.#parts;
    try {
      const path = await reserve(book, attempt.id, asked);
      if (path !== undefined) pool.send(attempt.id, { type: 'reserved', id: attempt.id, path });
    } catch (error) {
      // Nobody waits for a name any more; when the program ends, the store may be closed already.
      if (attempt.stopping !== undefined) return;
      host.log.error('no name could be reserved', { task: attempt.id, reason: String(error) });
      attempt.fault = errorBodyOf(error);
      stop(attempt);
    }
  }

  #recorded(attempt: RunningAttempt, artifacts: readonly Artifact[]): void {
    const [file, ...beside] = artifacts;
    if (file !== undefined && this.#parts.book.get(attempt.id)?.kind === 'video') {
      void this.#settleVideo(attempt, file, beside);
      return;
    }
    const { end, settled } = this.#parts;
    // what cannot be written down is heard again, so nothing may have changed before
    const directory = end.recorded(attempt, artifacts);
    attempt.settling = true;
    attempt.cancelPatience?.();
    settled(attempt, directory);
  }

  /** @param beside its subtitles, say, which are compared with nothing */
  async #settleVideo(attempt: RunningAttempt, file: Artifact, beside: readonly Artifact[]): Promise<void> {
    const { backlog, end, settled } = this.#parts;
    const { artifact } = await this.#compared(attempt, file, null);
    backlog.do(() => settled(attempt, end.recorded(attempt, [artifact, ...beside])));
  }

  async #settle(attempt: RunningAttempt, published: Artifact, sample: string | null): Promise<void> {
    const { backlog, end, settled } = this.#parts;
    const result = await this.#compared(attempt, published, sample);
    backlog.do(() => settled(attempt, end.completed(attempt, result)));
  }

  /** The file is in its place: nothing stops the attempt any more, and what has the same content is looked for. */
  #compared(attempt: RunningAttempt, file: Artifact, sample: string | null): Promise<Compared> {
    const { store, book, host } = this.#parts;
    attempt.settling = true;
    attempt.cancelPatience?.();
    const policy = book.get(attempt.id)?.duplicates ?? store.settings.get().duplicates;
    return settleDuplicate(file, sample, policy, store.artifacts, host.log);
  }

  /** The last figures of an attempt; one that never began knows nothing better than what is on record. */
  #lastProgress(attempt: RunningAttempt, report: Progress): void {
    if (attempt.begun || report.done > 0) this.#stands(attempt, report);
  }

  #stands(attempt: RunningAttempt, report: Progress): void {
    const { book } = this.#parts;
    const record = book.get(attempt.id);
    if (record !== undefined) book.progress(attempt.id, standing(record.progress, report), null);
  }
}

import { basename } from 'node:path';
import type { ErrorBody, ErrorCode } from '../../contract/errors.ts';
import { Failure } from '../../contract/errors.ts';
import type { FragmentEntry } from '../../contract/recording.ts';
import type { Artifact, Progress } from '../../contract/task.ts';
import { cleanName } from '../files/name.ts';
import { isActive } from '../queue/moves.ts';
import { completed, nothing } from '../queue/progress.ts';
import { countCrash, countFailure, delayBeforeRetry, delayBeforeStart } from '../queue/retry.ts';
import type { Outcome } from '../store/attempts.ts';
import type { TaskRecord } from '../store/record.ts';
import type { Loss } from '../workers/pool.ts';
import type { RunningAttempt } from './attempt.ts';
import { HeldSites } from './held-sites.ts';
import { recordingFor } from './live-recording.ts';
import type { RunnerParts } from './runner-parts.ts';
import type { Compared } from './same-file.ts';

/**
 * Times in a row a task may be there when a process dies, see `countCrash`. From the second on it runs in a process of its own,
 * so at the third it is the cause.
 */
const crashesAtMost = 3;
/** Process starts in a row that may fail before tasks fail with them. */
const startsAtMost = 5;
/** Milliseconds to wait after the first process that died at its start; doubles. */
const startDelay = 500;

/** Milliseconds between two looks whether a stream is live. */
const lookForLiveEvery = 20_000;
/** How a stream that is not live yet looks from here. */
const mayBecomeLive: ReadonlySet<ErrorCode> = new Set([
  'not-live',
  'no-stream',
  'not-found',
  'forbidden',
  'source-unavailable',
  'network',
  'timeout',
  'rate-limited',
]);

/** What a worker says of a failed attempt. */
export interface Failed {
  readonly error: ErrorBody;
  readonly retryable: boolean;
  readonly retryAfter: number | null;
  readonly progress: Progress;
}

/** Writes down how attempts end and moves their tasks on. */
export class AttemptEnd {
  /** milliseconds since the epoch before which no process is to be started */
  heldUntil = 0;
  readonly #parts: RunnerParts;
  readonly #sites: HeldSites;
  #deadStarts = 0;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#sites = new HeldSites({ clock: parts.host.clock, book: parts.book, line: parts.store.line });
  }

  /** A process came up. */
  processWorks(): void {
    this.#deadStarts = 0;
  }

  /** A process died before it was ready. */
  processDied(): void {
    this.#deadStarts++;
    this.heldUntil = this.#now() + startDelay * 2 ** Math.min(this.#deadStarts - 1, 6);
  }

  /**
   * The file is in its place: it goes on record together with its task's end.
   * @returns the folder that holds its traces, or `undefined` when the task is gone
   */
  completed(attempt: RunningAttempt, { artifact, sample }: Compared): string | undefined {
    const { store, book } = this.#parts;
    return book.transaction(() => {
      this.#endAttempt(attempt, 'completed', null);
      const record = book.get(attempt.id);
      if (record === undefined) return store.leftovers.of(attempt.id);
      store.artifacts.insert(record.id, artifact, sample);
      // its traces in the hidden folder are gone only when the worker says so
      store.leftovers.insert(record.id, record.directory);
      book.move(
        record,
        { type: 'complete', artifacts: [artifact] },
        { progress: completed(artifact.size), secret: null, crashes: 0, failures: 0, name: basename(artifact.path) },
      );
      if (record.secret !== null) store.secrets.release(record.secret);
      return record.directory;
    });
  }

  /** A file of a recording is in its place; the recording goes on. */
  fragment(attempt: RunningAttempt, artifact: Artifact, entry: FragmentEntry | null): void {
    const { store, book, outbox } = this.#parts;
    const task = book.view(attempt.id);
    // said again after a crash
    if (task === undefined || store.artifacts.has(attempt.id, artifact.path)) return;
    store.transaction(() => {
      store.artifacts.insert(attempt.id, artifact, null);
      if (entry !== null) outbox.fragmentClosed(task, entry, artifact);
    });
  }

  /** A recording or a video is whole: its end goes on record with all its files. Returns as `completed`. */
  recorded(attempt: RunningAttempt, files: readonly Artifact[]): string | undefined {
    const { store, book } = this.#parts;
    return book.transaction(() => {
      this.#endAttempt(attempt, 'completed', null);
      const record = book.get(attempt.id);
      if (record === undefined) return store.leftovers.of(attempt.id);
      this.#sites.answered(record);
      // most were told as they came: those of earlier attempts, and subtitles, with them
      const told = new Set(store.artifacts.of(record.id).map(({ path }) => path));
      for (const file of files) if (!told.has(file.path)) store.artifacts.insert(record.id, file, null);
      const artifacts = store.artifacts.of(record.id);
      store.leftovers.insert(record.id, record.directory);
      const size = artifacts.reduce((sum, artifact) => sum + artifact.size, 0);
      const [first] = files;
      // What is recorded is called by its title, a video by its file.
      const name = record.kind === 'video' && first !== undefined ? basename(first.path) : record.name;
      const changes = { progress: completed(size), secret: null, crashes: 0, failures: 0, stopping: false, name };
      book.move(record, { type: 'complete', artifacts }, changes);
      if (record.secret !== null) store.secrets.release(record.secret);
      return record.directory;
    });
  }

  /** The user, or the end of the program, stopped it. The task has been moved before. */
  stopped(attempt: RunningAttempt, error: ErrorBody | null): void {
    const { book } = this.#parts;
    const discarded = attempt.stopping === 'cancel' || attempt.stopping === 'remove';
    book.transaction(() => {
      this.#endAttempt(attempt, discarded ? 'canceled' : 'paused', error);
      const record = book.get(attempt.id);
      if (record === undefined) return;
      // the verb that stopped it could not be written down: nobody works on it any more, so it waits for its turn
      if (isActive(record.state.name)) {
        const emptied = attempt.dropping ? { progress: nothing, farthest: 0 } : {};
        book.move(record, { type: 'lose' }, { crashes: 0, ...emptied });
        return;
      }
      const emptied = record.state.name === 'canceled' ? { progress: nothing, farthest: 0 } : {};
      book.save({ ...record, crashes: 0, ...emptied });
    });
  }

  /** It failed by itself: it waits for room, for another try, or has failed for good. */
  failed(attempt: RunningAttempt, { error, retryable, retryAfter, progress }: Failed): void {
    const { store, book, onFullDisk } = this.#parts;
    book.transaction(() => {
      this.#endAttempt(attempt, 'failed', error);
      const record = book.get(attempt.id);
      if (record === undefined || !isActive(record.state.name)) return;
      if (error.code === 'disk-full') {
        book.move(record, { type: 'wait', waiting: { why: 'space', error } }, { crashes: 0 });
        onFullDisk(record.directory);
        return;
      }
      if (record.recording?.wait === true && progress.done === 0 && mayBecomeLive.has(error.code)) {
        const waiting = { why: 'live', until: this.#now() + lookForLiveEvery, error } as const;
        book.move(record, { type: 'wait', waiting }, { crashes: 0 });
        return;
      }
      const held = this.#sites.failed(record, error, retryAfter) ?? 0;
      const count = countFailure(record, progress.done);
      const facts = { ...count, retryable, retryAfter, random: Math.random() };
      const left = this.#leftToStart(record, count.failures, progress);
      const { retries } = store.settings.get();
      const delay = left === null ? delayBeforeRetry({ ...facts, retries }) : delayBeforeStart({ ...facts, left });
      const changes = { ...count, crashes: 0 };
      if (delay === undefined) book.move(record, { type: 'fail', error, retryable }, changes);
      else {
        const until = Math.max(this.#now() + delay, held);
        book.move(record, { type: 'wait', waiting: { why: 'retry', until, error } }, changes);
      }
    });
  }

  /**
   * Milliseconds for which a recording may still be tried, of which nothing is stored yet: an outage at its beginning may last as
   * long as any other. `null` for what is tried as often as the settings say.
   * @param failures in a row, the present one counted
   */
  #leftToStart({ id, recording }: TaskRecord, failures: number, { done }: Progress): number | null {
    if (recording === null || done > 0) return null;
    const since = this.#parts.store.attempts.failingSince(id, failures) ?? this.#now();
    return since + recording.giveUp * 1000 - this.#now();
  }

  /** It is a video that is live: it gets in line as a recording, and keeps everything else. @param title what it calls itself */
  live(attempt: RunningAttempt, title: string): void {
    const { book } = this.#parts;
    book.transaction(() => {
      this.#endAttempt(attempt, 'live', null);
      const record = book.get(attempt.id);
      if (record === undefined || record.video === null || !isActive(record.state.name)) return;
      book.move(
        record,
        { type: 'live' },
        {
          ...{ kind: 'stream', recording: recordingFor(record.video) },
          ...{ name: record.askedName ?? (cleanName(title) || record.name), reserved: null, wantedName: null },
          ...{ progress: nothing, fresh: true, failures: 0, crashes: 0, farthest: 0 },
        },
      );
    });
  }

  /** Its process is gone. */
  lost(attempt: RunningAttempt, loss: Loss): void {
    const { book } = this.#parts;
    const detail = {
      start: 'a job process could not be started',
      crash: 'the job process died',
      hang: 'the job process hung',
    };
    const error = new Failure('internal', { detail: detail[loss] }).toBody();
    book.transaction(() => {
      this.#endAttempt(attempt, 'lost', error);
      const record = book.get(attempt.id);
      if (record === undefined || !isActive(record.state.name)) return;
      const attempted = { done: record.progress.done, lasted: this.#now() - attempt.since };
      const count = loss === 'start' ? { crashes: record.crashes } : countCrash(record, attempted);
      const givenUp = loss === 'start' ? this.#deadStarts >= startsAtMost : count.crashes >= crashesAtMost;
      if (givenUp) book.move(record, { type: 'fail', error, retryable: true }, count);
      else book.move(record, { type: 'lose' }, count);
    });
  }

  #endAttempt(attempt: RunningAttempt, outcome: Outcome, error: ErrorBody | null): void {
    const { store, logs } = this.#parts;
    const { id, number, worker } = attempt;
    store.attempts.end(id, number, { at: this.#now(), worker, outcome, error, log: logs.end(id) });
  }

  #now(): number {
    return this.#parts.host.clock.now();
  }
}

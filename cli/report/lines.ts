import type { Writable } from 'node:stream';
import type { Task, TaskId, Waiting } from '../../contract/task.ts';
import { percent } from '../bars/bar.ts';
import type { RecordingNews } from '../follow/recording-news.ts';
import type { Change, Watch } from '../follow/watch.ts';
import { formatBytes, formatRate } from '../format/bytes.ts';
import { formatDuration } from '../format/duration.ts';
import { type Paint, paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { notLiveText, phases } from '../text/phases.ts';
import { figuresText } from '../text/recording.ts';
import { say, spelledOut } from '../text/say.ts';
import { isDue, type Step } from './due.ts';
import { hintLines } from './hints.ts';
import { isOtherWait } from './other-wait.ts';
import { outcomeLines } from './outcome.ts';
import { newsLines } from './recording-lines.ts';
import { refusalLines } from './refusal.ts';
import type { Ending, Refusal, Reporter, Start } from './reporter.ts';
import { newPaths, writePaths } from './results.ts';
import { Stopwatch } from './stopwatch.ts';
import { summaryLine } from './summary.ts';

/** Milliseconds between two lines that say that a stream is not live yet for the same reason: it may take hours. */
const notLiveEvery = 10 * 60_000;

/** Plain lines for a log or a pipe: each stands alone, begins with the id of its task, and nothing is drawn over. */
export class LineReporter implements Reporter {
  readonly #out: Writable;
  readonly #err: Writable;
  readonly #paint: Paint;
  readonly #clock: () => number;
  readonly #steps = new Map<TaskId, Step>();
  readonly #watch = new Stopwatch();
  /** when it was last said that a stream is not live yet, and why */
  readonly #notLive = new Map<TaskId, { readonly at: number; readonly why: string }>();

  constructor(out: Writable, err: Writable, clock: () => number = Date.now) {
    this.#out = out;
    this.#err = err;
    this.#paint = paintFor(err);
    this.#clock = clock;
  }

  added(tasks: readonly Task[], how: Start): void {
    if (tasks.length > spelledOut) this.note(say.startedMany(tasks.length, how));
    else for (const task of tasks) this.#started(task, how);
  }

  skipped(task: Task): void {
    this.#line(task.id, say.alreadyDone(printable(task.name)));
    writePaths(task, this.#out);
  }

  refused(refusal: Refusal): void {
    const { line, more } = refusalLines(refusal);
    this.note(line);
    if (more !== undefined) this.note(this.#paint.dim(`  ${more}`));
  }

  changed(changes: readonly Change[], _watch: Watch): void {
    const now = this.#clock();
    this.#heldBack(changes, now);
    for (const { before, after } of changes) {
      if (after === null) this.#line(before.id, say.removed(printable(before.name)));
      else if (after.state.name === before.state.name) this.#advanced(before, after, now);
      else this.#moved(after, now);
    }
  }

  heard(news: RecordingNews): void {
    for (const line of newsLines(news, Number.POSITIVE_INFINITY, this.#paint, this.#clock())) {
      this.#line(news.task.id, line);
    }
    for (const path of newPaths(news)) this.#out.write(`${path}\n`);
  }

  interrupted(tasks: readonly Task[]): void {
    if (tasks.length > spelledOut) return;
    for (const task of tasks) this.#line(task.id, say.paused(printable(task.name)));
  }

  note(text: string): void {
    this.#err.write(`${text}\n`);
  }

  hide(): void {}

  ended(ending: Ending): void {
    const line = summaryLine(ending);
    if (line !== undefined) this.note(line);
    for (const each of hintLines(ending)) this.note(each);
  }

  #started(task: Task, how: Start): void {
    this.#line(task.id, say.started(printable(task.url), how));
    const { name } = task.state;
    if (name === 'scheduled' || name === 'finishing') this.#line(task.id, phases(task, this.#clock()));
  }

  #moved(task: Task, now: number): void {
    this.#watch.see(task, now);
    if (task.state.name === 'running') this.#steps.set(task.id, { at: now, fraction: task.progress.fraction ?? 0 });
    this.#waiting(task, now);
    const lines = outcomeLines(task, secondsOf(task, this.#watch, now), this.#paint);
    for (const line of lines) this.#line(task.id, line);
    if (task.kind !== 'file' && task.state.name === 'finishing') this.#line(task.id, phases(task, now));
    if (task.kind !== 'stream') writePaths(task, this.#out);
  }

  #advanced(before: Task, task: Task, now: number): void {
    if (task.state.name === 'queued' && before.state.name === 'queued') {
      // of what a site holds back there may be hundreds: it is told in one line
      const { waiting } = task.state;
      if (waiting?.why !== 'site' && before.state.waiting?.why !== waiting?.why) this.#waiting(task, now);
      return;
    }
    if (task.state.name !== 'running') return;
    const step = this.#steps.get(task.id);
    const fraction = task.progress.fraction ?? 0;
    if (step === undefined || isDue(step, fraction, now)) {
      this.#steps.set(task.id, { at: now, fraction });
      this.#line(task.id, progressText(task));
    }
  }

  #heldBack(changes: readonly Change[], now: number): void {
    const held = changes.flatMap(({ before, after }) => {
      const [was, is] = [waitOf(before), waitOf(after)];
      return after !== null && is?.why === 'site' && isOtherWait(was, is) ? [after] : [];
    });
    const [first] = held;
    if (first !== undefined) this.note(say.heldBack(held.length, phases(first, now)));
  }

  #waiting(task: Task, now: number): void {
    if (task.state.name !== 'queued' || task.state.waiting === null) return;
    if (task.state.waiting.why === 'live') {
      const why = notLiveText(task.state.waiting.error);
      const before = this.#notLive.get(task.id);
      if (before?.why === why && now - before.at < notLiveEvery) return;
      this.#notLive.set(task.id, { at: now, why });
    }
    this.#line(task.id, phases(task, now));
  }

  #line(id: TaskId, text: string): void {
    this.#err.write(`${this.#paint.dim(`[${id}]`)} ${text}\n`);
  }
}

function waitOf(task: Task | null): Waiting | null {
  return task?.state.name === 'queued' ? task.state.waiting : null;
}

function secondsOf(task: Task, watch: Stopwatch, now: number): number | undefined {
  const settled = task.state.name === 'completed' || task.state.name === 'failed';
  return settled ? watch.stop(task.id, now) : undefined;
}

function progressText(task: Task): string {
  const live = task.state.name === 'running' ? task.state.live : null;
  if (task.state.name === 'running' && live !== null) {
    return `${figuresText(live)}, ${formatRate(task.state.pace.speed)}`;
  }
  const { fraction, done, total } = task.progress;
  const size = total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
  const share = fraction === null ? [] : [percent(fraction)];
  if (task.state.name !== 'running') return [...share, size].join(', ');
  const { speed, eta } = task.state.pace;
  const left = eta === null ? [] : [`${formatDuration(eta)} left`];
  return [...share, size, formatRate(speed), ...left].join(', ');
}

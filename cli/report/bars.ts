import type { Writable } from 'node:stream';
import stringWidth from 'string-width';
import type { Task } from '../../contract/task.ts';
import type { BarStyle } from '../bars/bar.ts';
import { Frame, type Screen } from '../bars/frame.ts';
import { type Layout, layoutFor } from '../bars/layout.ts';
import { barLine } from '../bars/line.ts';
import { recordingLines } from '../bars/recording-line.ts';
import type { RecordingNews } from '../follow/recording-news.ts';
import { isActive } from '../follow/settled.ts';
import type { Change, Watch } from '../follow/watch.ts';
import { formatRate } from '../format/bytes.ts';
import { type Paint, paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { phases } from '../text/phases.ts';
import { say, spelledOut } from '../text/say.ts';
import { hintLines } from './hints.ts';
import { outcomeLines } from './outcome.ts';
import { newsLines } from './recording-lines.ts';
import { refusalLines } from './refusal.ts';
import type { Ending, Refusal, Reporter } from './reporter.ts';
import { newPaths, writePaths } from './results.ts';
import { Stopwatch } from './stopwatch.ts';
import { summaryLine } from './summary.ts';

/** Bars at most, however high the terminal is: more are not read. */
const mostBars = 20;
/** Milliseconds between two repaints when nothing happens: what is waited for comes nearer. */
const everySecond = 1000;

/** A bar for each active task at the foot of a terminal; what is finished moves up and stays. */
export class BarReporter implements Reporter {
  readonly #out: Writable | undefined;
  readonly #screen: Screen;
  readonly #frame: Frame;
  readonly #style: BarStyle;
  readonly #paint: Paint;
  readonly #stopwatch = new Stopwatch();
  #watch: Watch | undefined;
  #above: string[] = [];
  #failed = 0;
  #done = 0;
  readonly #repaint = () => this.#draw();
  readonly #second: NodeJS.Timeout;

  /** `out` gets the paths of finished files; leave it out when it is the same terminal. */
  constructor(out: Writable | undefined, screen: Screen, style: BarStyle) {
    this.#out = out;
    this.#screen = screen;
    this.#frame = new Frame(screen);
    this.#style = style;
    this.#paint = paintFor(screen);
    screen.on('resize', this.#repaint);
    this.#second = setInterval(this.#repaint, everySecond).unref();
  }

  added(): void {}

  skipped(task: Task): void {
    this.#done += 1;
    const paths = task.state.name === 'completed' ? task.state.artifacts.map((artifact) => artifact.path) : [];
    for (const path of paths) this.note(this.#paint.good('✓ ') + say.alreadyThere(printable(path)));
    if (this.#out !== undefined) writePaths(task, this.#out);
  }

  refused(refusal: Refusal): void {
    this.#failed += 1;
    const { line, more } = refusalLines(refusal);
    this.#above.push(this.#paint.bad('✗ ') + line);
    if (more !== undefined) this.#above.push(this.#paint.dim(`  ${more}`));
    this.#draw();
  }

  changed(changes: readonly Change[], watch: Watch): void {
    this.#watch = watch;
    const now = Date.now();
    for (const change of changes) this.#take(change, now);
    this.#draw();
  }

  heard(news: RecordingNews): void {
    // an outage is a line of its bar while it lasts
    if (news.kind !== 'outage') this.#above.push(...newsLines(news, this.#frame.width, this.#paint, Date.now()));
    if (this.#out !== undefined) for (const path of newPaths(news)) this.#out.write(`${path}\n`);
    this.#draw();
  }

  interrupted(tasks: readonly Task[]): void {
    if (tasks.length > spelledOut) return;
    for (const task of tasks) this.#above.push(...outcomeLines(task, undefined, this.#paint));
  }

  note(text: string): void {
    this.#above.push(text);
    this.#draw();
  }

  hide(): void {
    this.#frame.close();
  }

  ended(ending: Ending): void {
    this.#watch = undefined;
    this.#screen.off('resize', this.#repaint);
    clearInterval(this.#second);
    const line = summaryLine(ending);
    if (line !== undefined) this.#above.push(line);
    this.#above.push(...hintLines(ending).map((each) => this.#paint.bold(each)));
    this.#draw();
    this.#frame.close();
  }

  #take({ before, after }: Change, now: number): void {
    if (after === null) {
      this.#above.push(say.removed(printable(before.name)));
      return;
    }
    this.#stopwatch.see(after, now);
    if (after.state.name === before.state.name) return;
    if (after.state.name === 'completed') this.#done += 1;
    if (after.state.name === 'failed') this.#failed += 1;
    const lines = outcomeLines(after, isActive(after) ? undefined : this.#stopwatch.stop(after.id, now), this.#paint);
    this.#above.push(...lines);
    if (this.#out !== undefined && after.kind !== 'stream') writePaths(after, this.#out);
  }

  #draw(): void {
    const above = this.#above;
    this.#above = [];
    this.#frame.paint(this.#lines(), above);
  }

  #lines(): string[] {
    const watch = this.#watch;
    if (watch === undefined || watch.open.size === 0) return [];
    const active = watch.active;
    const room = Math.min(mostBars, Math.max(1, this.#frame.height - 1));
    const shown = active.slice(0, room);
    const longest = shown.reduce((most, task) => Math.max(most, stringWidth(printable(task.name))), 0);
    const layout = layoutFor(this.#frame.width, longest);
    const lines = shown.flatMap((task) => this.#barLines(task, layout)).slice(0, room);
    if (watch.total > 1 && this.#frame.height > 1) lines.push(this.#overall(watch, active));
    else if (lines.length === 0) lines.push(...this.#idle(watch));
    return lines;
  }

  #barLines(task: Task, layout: Layout): string[] {
    const place = { layout, width: this.#frame.width };
    const lines = task.kind === 'stream' ? recordingLines(task, place, this.#style, this.#paint, Date.now()) : [];
    return lines.length > 0 ? lines : [barLine(task, layout, this.#style, this.#paint)];
  }

  #overall(watch: Watch, active: readonly Task[]): string {
    const speed = active.reduce((sum, { state }) => sum + (state.name === 'running' ? state.pace.speed : 0), 0);
    const parts = [say.overall(this.#done, watch.total, active.length, this.#failed)];
    if (speed > 0) parts.push(formatRate(speed));
    if (active.length === 0) parts.push(...this.#idle(watch));
    return this.#paint.dim(parts.join('  '));
  }

  /** What the first of the open tasks waits for. */
  #idle(watch: Watch): string[] {
    for (const id of watch.open) {
      const task = watch.get(id);
      if (task !== undefined) return [`${printable(task.name)}: ${phases(task)}`];
    }
    return [];
  }
}

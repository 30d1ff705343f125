import type { Writable } from 'node:stream';
import stringWidth from 'string-width';
import type { Task } from '../../contract/task.ts';
import type { BarStyle } from '../bars/bar.ts';
import { Frame, type Screen } from '../bars/frame.ts';
import { layoutFor } from '../bars/layout.ts';
import { barLine } from '../bars/line.ts';
import { isActive } from '../follow/settled.ts';
import type { Change, Watch } from '../follow/watch.ts';
import { formatRate } from '../format/bytes.ts';
import { type Paint, paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { phases } from '../text/phases.ts';
import { say, spelledOut } from '../text/say.ts';
import { outcomeLines } from './outcome.ts';
import { refusalLines } from './refusal.ts';
import type { Ending, Refusal, Reporter } from './reporter.ts';
import { writePaths } from './results.ts';
import { Stopwatch } from './stopwatch.ts';
import { summaryLine } from './summary.ts';

/** Bars at most, however high the terminal is: more are not read. */
const mostBars = 20;

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

  /** `out` gets the paths of finished files; leave it out when it is the same terminal. */
  constructor(out: Writable | undefined, screen: Screen, style: BarStyle) {
    this.#out = out;
    this.#screen = screen;
    this.#frame = new Frame(screen);
    this.#style = style;
    this.#paint = paintFor(screen);
    screen.on('resize', this.#repaint);
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
    const line = summaryLine(ending);
    if (line !== undefined) this.#above.push(line);
    if (ending.resumable.length > 0) this.#above.push(this.#paint.bold(say.resumeHint(ending.resumable)));
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
    if (this.#out !== undefined) writePaths(after, this.#out);
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
    const lines = shown.map((task) => barLine(task, layout, this.#style, this.#paint));
    if (watch.total > 1 && this.#frame.height > 1) lines.push(this.#overall(watch, active));
    else if (lines.length === 0) lines.push(...this.#idle(watch));
    return lines;
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

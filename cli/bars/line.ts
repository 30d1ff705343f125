import type { Task } from '../../contract/task.ts';
import { formatBytes, formatRate } from '../format/bytes.ts';
import { formatDuration } from '../format/duration.ts';
import { cutMiddle, fitLeft, fitRight } from '../format/fit.ts';
import type { Paint } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { phases } from '../text/phases.ts';
import { type BarStyle, barHalves, percent } from './bar.ts';
import { gap, type Layout, total } from './layout.ts';

/** One line for an active task, as wide as the layout says at most. */
export function barLine(task: Task, layout: Layout, style: BarStyle, paint: Paint): string {
  const name = layout.name > 0 && paint.bold(fitLeft(printable(task.name), layout.name));
  if (task.state.name !== 'running') {
    const rest = afterName(layout);
    return joined([name, rest > 0 && paint.dim(cutMiddle(phases(task), rest))]);
  }
  const { fraction, done, total: size } = task.progress;
  const { speed, eta } = task.state.pace;
  const [full, empty] = barHalves(fraction, layout.bar, style);
  return joined([
    name,
    layout.percent > 0 && fitRight(percent(fraction), layout.percent),
    layout.bar > 0 && paint.accent(full) + paint.dim(empty),
    layout.bytes > 0 && fitRight(bytesOf(done, size, layout.bytes), layout.bytes),
    layout.speed > 0 && fitRight(formatRate(speed), layout.speed),
    layout.eta > 0 && fitRight(eta === null ? '' : formatDuration(eta), layout.eta),
  ]).trimEnd();
}

/** What there is room for: stored and whole size, or the stored one alone. */
function bytesOf(done: number, size: number | null, width: number): string {
  const both = size === null ? formatBytes(done) : `${formatBytes(done)} / ${formatBytes(size)}`;
  return both.length <= width ? both : formatBytes(done);
}

function afterName(layout: Layout): number {
  return total([layout.percent, layout.bar, layout.bytes, layout.speed, layout.eta]);
}

function joined(parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(' '.repeat(gap));
}

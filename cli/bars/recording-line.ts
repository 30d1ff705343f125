import type { LiveFigures } from '../../contract/recording.ts';
import type { Recording } from '../follow/recording-news.ts';
import { formatRate } from '../format/bytes.ts';
import { formatLength } from '../format/clock.ts';
import { cutEnd, fitLeft, fitRight } from '../format/fit.ts';
import type { Paint } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { phases } from '../text/phases.ts';
import { behindText, counted, outageText, reachedText } from '../text/recording.ts';
import { type BarStyle, barHalves } from './bar.ts';
import { gap, type Layout, total } from './layout.ts';

/** Columns of the bar. */
const bar = { least: 10, most: 32 } as const;
/** Columns of a name below which it says nothing. */
const leastName = 4;

/** A part of the line. The lower its rank, the longer it stays when room runs out. */
interface Part {
  readonly rank: number;
  /** columns; 0 when there is nothing to show */
  readonly width: number;
  /** columns it may grow to */
  readonly most: number;
  draw(width: number): string;
}

/**
 * The lines for a running recording, `width` columns at most: how far it is, what is missing, how far behind, how fast; during
 * an outage one more that says so. None for one that does not run.
 * @param layout of all bars, so that names stand under each other
 * @param now milliseconds since the epoch
 */
export function recordingLines(
  task: Recording,
  { layout, width }: { readonly layout: Layout; readonly width: number },
  style: BarStyle,
  paint: Paint,
  now: number,
): string[] {
  const { state } = task;
  if (state.name !== 'running' || state.live === null) return [];
  const parts = partsOf({ task, live: state.live, speed: state.pace.speed, width }, style, paint);
  const nameWidth = Math.min(layout.name, width - gap - (parts[0]?.width ?? 0));
  const name = nameWidth < leastName ? [] : [paint.bold(fitLeft(printable(task.name), nameWidth))];
  const room = name.length === 0 ? width : width - nameWidth - gap;
  const line = [...name, ...drawn(parts, room)].join(' '.repeat(gap)).trimEnd();
  const { outage } = state.live;
  if (outage === null) return [line];
  return [line, paint.warn(cutEnd(`  ${outageText(outage, task.recording.giveUp, now)}`, width))];
}

/** What a line shows. */
interface Shown {
  readonly task: Recording;
  readonly live: LiveFigures;
  readonly speed: number;
  readonly width: number;
}

function partsOf({ task, live, speed, width }: Shown, style: BarStyle, paint: Paint): Part[] {
  const { length, asked, fragments, gaps, missing } = live;
  // As wide as it will be at the end, so that nothing jumps.
  const widest = asked === null ? 0 : reachedText({ length: asked, asked }).length;
  return [
    text(0, reachedText(live), Math.min(widest, width)),
    task.stopping ? text(1, phases(task), 0) : barPart(asked === null ? null : length / asked, style, paint),
    text(5, fragments === 0 ? '' : counted(fragments, 'fragment'), '10 fragments'.length),
    text(1, gaps === 0 ? '' : counted(gaps, 'gap'), 0, paint.warn),
    text(2, gaps === 0 ? '' : `${formatLength(missing)} missing`, 0, paint.warn),
    text(4, behindText(live), '10 s behind'.length),
    text(3, formatRate(speed), '12.3 MB/s'.length),
  ];
}

function text(rank: number, words: string, least: number, paint = (padded: string) => padded): Part {
  const padded = words === '' ? '' : fitRight(words, least);
  return { rank, width: padded.length, most: padded.length, draw: () => paint(padded) };
}

/** `null`: there is no end to reach. */
function barPart(fraction: number | null, style: BarStyle, paint: Paint): Part {
  const draw = (width: number): string => {
    const [full, empty] = barHalves(fraction, width, style);
    return paint.accent(full) + paint.dim(empty);
  };
  return { rank: 6, width: fraction === null ? 0 : bar.least, most: bar.most, draw };
}

/** Draws the parts there is room for, in their order; what is left goes to those that may grow. */
function drawn(parts: readonly Part[], room: number): string[] {
  const kept = new Set<Part>();
  const taken = (): number => total(Array.from(kept, ({ width }) => width));
  for (const part of parts.toSorted((a, b) => a.rank - b.rank)) {
    if (part.width === 0) continue;
    kept.add(part);
    if (taken() > room) kept.delete(part);
  }
  const left = Math.max(0, room - taken());
  return parts.filter((part) => kept.has(part)).map((part) => part.draw(Math.min(part.most, part.width + left)));
}

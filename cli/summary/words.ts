import type { Timeline } from '../../contract/recording.ts';
import { isComplete, missingOf } from '../follow/completeness.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatClock, formatLength, formatTenths } from '../format/clock.ts';
import type { Paint } from '../format/paint.ts';
import { breakCauses, counted } from '../text/recording.ts';

/** Breaks, and fragments that are too long, that are named one by one. */
const named = 5;
/** Seconds by which a stream may end early without a word: a group of pictures. */
const early = 1;

/** `3 fragments, recorded 0:28.0 of 0:30.0, 3.70 MB`. */
export function totalsText({ fragments, recorded, asked, length }: Timeline): string {
  const bytes = fragments.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const whole = formatTenths(asked ?? length);
  const parts = [counted(fragments.length, 'fragment'), `recorded ${formatTenths(recorded)} of ${whole}`];
  return [...parts, formatBytes(bytes)].join(', ');
}

/** What is missing, in one sentence; that nothing is, in another. */
export function missingText(timeline: Timeline, paint: Paint): string {
  if (timeline.fragments.length === 0 && timeline.gaps.length === 0) return paint.warn('nothing was recorded');
  if (isComplete(timeline)) return paint.good('complete: nothing is missing');
  const { seconds, gaps, segments, fragments } = missingOf(timeline);
  const parts = [
    gaps > 0 && `${formatLength(seconds)} in ${counted(gaps, 'gap')}`,
    segments > 0 && counted(segments, 'segment'),
    fragments > 0 && `${counted(fragments, 'fragment')} without a file`,
    timeline.end === 'gave-up' && 'what came after the outage in which it was given up',
  ];
  return paint.warn(`missing: ${parts.filter((part) => part !== false).join(', ')}`);
}

/** What else a person should know of a recording. */
export function remarks(timeline: Timeline): string[] {
  return [...endRemark(timeline), ...tooLongRemark(timeline), ...breakRemark(timeline), ...leadingRemark(timeline)];
}

function endRemark({ end, asked, length }: Timeline): string[] {
  if (asked === null || length > asked - early) return [];
  const short = formatLength(asked - length);
  if (end === 'stream') return [`the stream ended ${short} before what was asked for`];
  return end === 'stopped' ? [`stopped ${short} before what was asked for`] : [];
}

function tooLongRemark({ fragments }: Timeline): string[] {
  const long = fragments.filter(({ tooLong }) => tooLong).map(({ part }) => String(part));
  if (long.length === 0) return [];
  return [`longer than asked, for want of keyframes where to cut: ${listed(long)}`];
}

function breakRemark({ breaks }: Timeline): string[] {
  if (breaks.length === 0) return [];
  const places = breaks.map(({ at, cause }) => `${formatClock(at)} (${breakCauses[cause]})`);
  return [`${counted(breaks.length, 'break')} in the stream, where nothing is missing: ${listed(places)}`];
}

function leadingRemark({ leading = [] }: Timeline): string[] {
  if (leading.length === 0) return [];
  const seconds = leading.reduce((sum, { length }) => sum + length, 0);
  return [`in no fragment, because no keyframe comes before it: ${formatLength(seconds)}`];
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, named).join(', ');
  return texts.length > named ? `${shown} and ${texts.length - named} more` : shown;
}

import { memo, useMemo } from 'react';
import type { Timeline } from '../../../contract/recording.ts';
import { gapMarks, leastMark } from './gap-marks.ts';
import { runsOf } from './runs.ts';
import styles from './strip.module.css';

interface LayersProps {
  readonly timeline: Timeline;
  readonly behind: number | null;
  /** pixels a second */
  readonly scale: number;
}

/** What is drawn on the band. */
export const Layers = memo(function Layers({ timeline, behind, scale }: LayersProps) {
  const { fragments, gaps, breaks, length, ended } = timeline;
  const runs = useMemo(() => runsOf(fragments, scale), [fragments, scale]);
  const marks = useMemo(() => gapMarks(gaps, scale), [gaps, scale]);
  const box = (from: number, to: number, least = 0) => ({
    left: from * scale,
    width: Math.max(least, (to - from) * scale),
  });
  return (
    <>
      {behind !== null && behind > 0 && <div className={styles['onServer']} style={box(length, length + behind)} />}
      {runs.map((run) => (
        <div
          key={run.first}
          className={styles['run']}
          data-state={run.state}
          data-odd={run.first % 2 === 1 || undefined}
          style={box(run.from, run.to, 1)}
        >
          {(run.to - run.from) * scale > 30 && run.first === run.last && <span>{run.first}</span>}
        </div>
      ))}
      {marks.map((mark) => (
        <div key={mark.from} className={styles['gap']} style={box(mark.from, mark.to, leastMark)} />
      ))}
      {breaks.map(({ at, cause }) => (
        <div key={`${at} ${cause}`} className={styles['break']} style={{ left: at * scale }} />
      ))}
      {!ended && <div className={styles['edge']} style={{ left: length * scale }} />}
    </>
  );
});

import { Clapperboard } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveFigures } from '../../contract/recording.ts';
import type { Pace, Progress, Task, TaskId } from '../../contract/task.ts';
import { useFormats, useTasks } from '../client/client-context.tsx';
import { amount } from '../format/amount.ts';
import { hostOf } from '../format/links.ts';
import { interruptionOf } from '../recording/outages.ts';
import type { Summary } from '../recording/summary.ts';
import { useFigureWords } from '../recording/use-figure-words.ts';
import { useSummary } from '../recording/use-summary.ts';
import { FileName } from './file-name.tsx';
import styles from './list.module.css';
import { ProgressCell } from './progress-cell.tsx';
import {
  BriefOutage,
  NoSlotCell,
  NotLiveCell,
  OutageCell,
  RecordingFacts,
  RecordingProgress,
} from './recording-cells.tsx';
import { RowButton } from './row-button.tsx';
import { StateIcon } from './state-icon.tsx';
import { StateText, useStateWords } from './state-text.tsx';
import { useTroubleWords } from './trouble.ts';

/** A task and its newest figures. */
interface Figures {
  readonly task: Task;
  readonly progress: Progress;
  /** `null` while no bytes move */
  readonly pace: Pace | null;
  /** of a recording that runs */
  readonly live: LiveFigures | null;
  /** of a recording that is finished */
  readonly summary: Summary | null;
}

/** One row. Drawn again when its own task changes, and for no other reason. */
export const TaskRow = memo(function TaskRow({ id }: { id: TaskId }) {
  const task = useTasks((state) => state.ledger.tasks.get(id));
  return task ? <Row task={task} /> : null;
});

function Row({ task }: { task: Task }) {
  const delta = useTasks((state) => state.ledger.moving.get(task.id));
  const summary = useSummary(task);
  const live = delta?.live ?? null;
  const figures = { task, progress: delta?.progress ?? task.progress, pace: delta?.pace ?? null, live, summary };
  const incomplete = summary !== null && summary.gaps > 0;
  return (
    <div
      className={styles['row']}
      data-state={task.state.name}
      data-warning={incomplete || !!live?.outage || undefined}
    >
      <StateIcon task={task} live={live} />
      <div className={styles['what']}>
        <FileName name={task.name} />
        <div className={styles['under']}>
          {task.kind === 'video' && <VideoSign />}
          {task.kind === 'stream' && <RecordingFacts task={task} live={live} summary={summary} />}
          <bdi className={styles['host']} title={task.url}>
            {hostOf(task.url)}
          </bdi>
          <Brief {...figures} />
        </div>
      </div>
      <Middle {...figures} />
      <StateText task={task} known={figures} />
      <RowButton id={task.id} name={task.name} />
    </div>
  );
}

/** Tells a video from a file. */
function VideoSign() {
  const { t } = useTranslation();
  return <Clapperboard className={styles['sign']} size={13} aria-label={t('review.kindVideo')} role="img" />;
}

/** The columns between name and state: figures, or in their place what stands in the way. */
function Middle({ task, progress, pace, live }: Figures) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useFigureWords();
  const states = useStateWords();
  const trouble = useTroubleWords(task.state);
  const interruption = interruptionOf(live);
  if (task.state.name === 'scheduled') return <div className={styles['trouble']}>{states(task)}</div>;
  if (trouble) {
    return (
      <div className={styles['trouble']} title={trouble.whole}>
        {trouble.text}
      </div>
    );
  }
  if (task.state.name === 'queued' && task.state.waiting?.why === 'live') {
    return <NotLiveCell until={task.state.waiting.until} />;
  }
  if (task.state.name === 'queued' && task.state.waiting?.why === 'slot') return <NoSlotCell />;
  if (task.kind === 'stream' && interruption) return <OutageCell task={task} outage={interruption} />;
  const left = pace?.eta == null ? '' : t('row.left', { time: formats.duration(pace.eta) });
  return (
    <>
      {task.kind === 'stream' && live ? (
        <RecordingProgress task={task} live={live} size={amount(progress, formats)} />
      ) : (
        <ProgressCell task={task} progress={progress} />
      )}
      <div className={styles['speed']}>{speedOf(pace, formats.speed)}</div>
      <div className={styles['left']}>{live ? words.behind(live.behind) : left}</div>
    </>
  );
}

/** All in one line, for a window that is too narrow for columns. */
function Brief({ task, progress, pace, live, summary }: Figures) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useFigureWords();
  const states = useStateWords();
  const trouble = useTroubleWords(task.state);
  const ofRecording = live && [words.reached(live), words.gaps(live), words.behind(live.behind)];
  const interruption = interruptionOf(live);
  const ofSummary = summary && [formats.clock(summary.length), words.gaps(summary) || t('row.complete')];
  const left = pace?.eta == null ? '' : t('row.left', { time: formats.duration(pace.eta) });
  const parts = ofRecording ?? ofSummary ?? [amount(progress, formats), speedOf(pace, formats.speed), left];
  if (task.state.name === 'scheduled') return <span className={styles['brief']}>{states(task)}</span>;
  if (task.kind === 'stream' && interruption) {
    return (
      <span className={styles['brief']}>
        <BriefOutage task={task} outage={interruption} />
      </span>
    );
  }
  return (
    <span className={styles['brief']}>{trouble?.text ?? (parts.filter(Boolean).join(' · ') || hostOf(task.url))}</span>
  );
}

function speedOf(pace: Pace | null, say: (bytes: number) => string): string {
  return pace && pace.speed > 0 ? say(pace.speed) : '';
}

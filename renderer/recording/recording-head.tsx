import { Button } from '@mantine/core';
import { FolderOpen, Play, Square, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveFigures, Timeline } from '../../contract/recording.ts';
import type { StreamTask } from '../../contract/task.ts';
import { useClient, useFormats, useTasks } from '../client/client-context.tsx';
import { useStateWords } from '../list/state-text.tsx';
import { useTroubleWords } from '../list/trouble.ts';
import { fits } from '../tasks/verbs.ts';
import { useOutageWords } from './outage-words.ts';
import { interruptionOf, type Outage } from './outages.ts';
import styles from './recording.module.css';
import { summarise } from './summary.ts';
import { useFigureWords } from './use-figure-words.ts';
import { isOpenEnded, type Watch } from './use-watch.ts';

interface RecordingHeadProps {
  readonly task: StreamTask;
  /** as long as the newest figures say; `null` while it is not known */
  readonly timeline: Timeline | null;
  readonly watch: Watch;
}

/** The recording in one line, what troubles it, and what can be done with it. */
export function RecordingHead({ task, timeline, watch }: RecordingHeadProps) {
  const { t } = useTranslation();
  const client = useClient();
  const delta = useTasks((state) => state.ledger.moving.get(task.id));
  const live = delta?.live ?? null;
  const trouble = useTroubleWords(task.state);
  const finished = timeline?.fragments.some(({ state }) => state === 'published') ?? false;
  const watchable = finished || (isOpenEnded(task) && (timeline?.length ?? 0) > 0);
  return (
    <div className={styles['head']}>
      <div className={styles['figures']}>
        <Figures task={task} timeline={timeline} live={live} speed={delta?.pace?.speed ?? 0} />
        {live?.outage && <OutageNote task={task} outage={live.outage} />}
        {trouble && finished && (
          <p className={styles['problem']} title={trouble.whole}>
            {trouble.text}
          </p>
        )}
      </div>
      <div className={styles['verbs']}>
        {watchable && watch.wish === null && <WatchButton focus={watch.hidden} onWatch={() => watch.play(null)} />}
        {fits('stop', task) && (
          <Button
            size="xs"
            variant="default"
            leftSection={<Square size={13} aria-hidden />}
            onClick={() => void client.command('stop', [task.id])}
          >
            {t('verb.stop')}
          </Button>
        )}
        {finished && !client.place.web && (
          <Button
            size="xs"
            variant="default"
            leftSection={<FolderOpen size={14} aria-hidden />}
            onClick={() => void client.handOver('reveal', task.id, 1)}
          >
            {t('verb.reveal')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** @param focus it takes the place of the player that somebody has closed */
function WatchButton({ focus, onWatch }: { focus: boolean; onWatch: () => void }) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focus) button.current?.focus();
  }, [focus]);
  return (
    <Button ref={button} size="xs" leftSection={<Play size={14} aria-hidden />} onClick={onWatch}>
      {t('recording.watch')}
    </Button>
  );
}

interface FiguresProps {
  readonly task: StreamTask;
  readonly timeline: Timeline | null;
  readonly live: LiveFigures | null;
  /** bytes a second */
  readonly speed: number;
}

function Figures({ task, timeline, live, speed }: FiguresProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useFigureWords();
  const states = useStateWords();
  const summary = timeline && summarise(timeline);
  const over = task.state.name === 'completed';
  const gaps = words.gaps(live ?? summary ?? { gaps: 0, missing: 0 });
  const known = live ?? summary;
  const facts = [
    live ? words.reached(live) : summary && summary.length > 0 ? formats.clock(summary.length) : '',
    known && known.fragments > 0 ? words.fragments(known.fragments) : '',
    live ? words.behind(live.behind) : '',
    live && !interruptionOf(live) && speed > 0 ? formats.speed(speed) : '',
    over && gaps === '' ? t('row.complete') : '',
    timeline?.end === 'gave-up' ? t('recording.endOf.gave-up') : '',
  ].filter(Boolean);
  return (
    <p className={styles['line']}>
      <strong data-state={interruptionOf(live) ? 'trouble' : over && gaps !== '' ? 'incomplete' : task.state.name}>
        {states(task, { live, summary: over ? summary : null })}
      </strong>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {gaps !== '' && (
        <span className={styles['warning']}>
          <TriangleAlert size={13} aria-hidden /> {gaps}
        </span>
      )}
    </p>
  );
}

function OutageNote({ task, outage }: { task: StreamTask; outage: Outage }) {
  const { text, why } = useOutageWords(outage, task.recording.giveUp);
  return (
    <p className={styles['outage']} role="status">
      {text} <span>{why}</span>
    </p>
  );
}

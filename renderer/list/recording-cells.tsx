import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveFigures } from '../../contract/recording.ts';
import type { StreamTask } from '../../contract/task.ts';
import { useFormats, useSettings } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { useOutageWords } from '../recording/outage-words.ts';
import { interruptionOf, lackOf, type Outage } from '../recording/outages.ts';
import type { Summary } from '../recording/summary.ts';
import { useFigureWords } from '../recording/use-figure-words.ts';
import styles from './list.module.css';
import { Bar } from './progress-bar.tsx';
import { useNow } from './use-now.ts';

interface RecordingFactsProps {
  readonly task: StreamTask;
  readonly live: LiveFigures | null;
  readonly summary: Summary | null;
}

/** What stands before the host of a recording: its fragments and what is missing; of a finished one also its length, of one to come how often. */
export function RecordingFacts({ task, live, summary }: RecordingFactsProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useFigureWords();
  if (task.state.name === 'scheduled' && task.recording.repeat !== 'never') {
    return <Fact text={t(`record.repeatOf.${task.recording.repeat}`)} />;
  }
  const figures = live ?? summary;
  if (!figures) return null;
  const gaps = words.gaps(figures);
  const lack = lackOf(live);
  return (
    <>
      {summary && <Fact text={formats.clock(summary.length)} />}
      {live && interruptionOf(live) && <Fact text={t('row.recorded', { length: formats.clock(live.length) })} />}
      {figures.fragments > 0 && <Fact text={words.fragments(figures.fragments)} />}
      {gaps !== '' && (
        <Fact warning>
          <TriangleAlert size={12} aria-hidden /> {gaps}
        </Fact>
      )}
      {lack && (
        <Fact warning>
          <TriangleAlert size={12} aria-hidden /> {t('row.without', { track: honest(lack.track) })}
        </Fact>
      )}
      {summary && gaps === '' && <Fact text={t('row.complete')} />}
    </>
  );
}

function Fact({ text, warning, children }: { text?: string; warning?: true; children?: ReactNode }) {
  return (
    <span className={styles['fact']} data-warning={warning}>
      {text ?? children}
    </span>
  );
}

/** How much is recorded, of how much when that is known. */
export function RecordingProgress({ task, live, size }: { task: StreamTask; live: LiveFigures; size: string }) {
  const words = useFigureWords();
  const fraction = live.asked === null ? null : Math.min(1, live.length / live.asked);
  return (
    <div className={styles['progress']}>
      <Bar name={task.name} fraction={fraction} moving={interruptionOf(live) === null} recording />
      <div className={styles['bytes']}>
        <span>{words.reached(live)}</span>
        <span>{size}</span>
      </div>
    </div>
  );
}

interface OutageProps {
  readonly task: StreamTask;
  readonly outage: Outage;
}

/** That nothing comes, since when, for how long it will still be tried, and why. */
export function OutageCell({ task, outage }: OutageProps) {
  const { text, why } = useOutageWords(outage, task.recording.giveUp);
  return (
    <div className={styles['trouble']} data-lines title={`${text}\n${why}`}>
      <div className={styles['warning']}>{text}</div>
      <div className={styles['why']}>{why}</div>
    </div>
  );
}

/** The same where there is room for a line only. */
export function BriefOutage({ task, outage }: OutageProps) {
  return useOutageWords(outage, task.recording.giveUp).text;
}

/** That as many recordings run as the settings allow. */
export function NoSlotCell() {
  const { t } = useTranslation();
  const formats = useFormats();
  const atOnce = useSettings((settings) => settings.maxRecordings);
  const text = t('row.noSlot', { number: formats.count(atOnce) });
  return (
    <div className={styles['trouble']} title={text}>
      {text}
    </div>
  );
}

/** That a stream is not live yet, and when it is looked after again. */
export function NotLiveCell({ until }: { until: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const seconds = Math.ceil((until - useNow()) / 1000);
  const text = seconds > 0 ? t('row.notLive', { time: formats.duration(seconds) }) : t('row.notLiveNow');
  return (
    <div className={styles['trouble']} title={text}>
      {text}
    </div>
  );
}

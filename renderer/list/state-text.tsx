import { useTranslation } from 'react-i18next';
import type { LiveFigures } from '../../contract/recording.ts';
import type { Task } from '../../contract/task.ts';
import { useFormats } from '../client/client-context.tsx';
import { interruptionOf } from '../recording/outages.ts';
import type { Summary } from '../recording/summary.ts';
import styles from './list.module.css';
import { useNow } from './use-now.ts';

/** What is known of a recording besides its task. */
interface Known {
  readonly live: LiveFigures | null;
  readonly summary: Summary | null;
}

const nothing: Known = { live: null, summary: null };

/** The state in a few words that fit on one line; when a task starts stands in the columns before it. */
export function StateText({ task, known }: { task: Task; known: Known }) {
  const { state } = task;
  return (
    <div className={styles['state']}>
      {state.name === 'queued' && (state.waiting?.why === 'retry' || state.waiting?.why === 'site') ? (
        <Countdown until={state.waiting.until} tried={state.waiting.why === 'retry'} />
      ) : (
        <Plain task={task} known={known} />
      )}
    </div>
  );
}

function Plain({ task, known }: { task: Task; known: Known }) {
  const { t } = useTranslation();
  const words = useStateWords();
  const whole = words(task, known);
  return <span title={whole}>{task.state.name === 'scheduled' ? t('state.planned') : whole}</span>;
}

/** @param tried it was tried before */
function Countdown({ until, tried }: { until: number; tried: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const seconds = Math.ceil((until - useNow()) / 1000);
  const time = formats.duration(seconds);
  const soon = tried ? t('state.retryingNow') : t('state.queued');
  const text = seconds <= 0 ? soon : tried ? t('state.retrying', { time }) : t('state.waitingSite', { time });
  return <span title={text}>{text}</span>;
}

/** Puts states into words, apart from those that count time. */
export function useStateWords(): (task: Task, known?: Known) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return (task, { live, summary } = nothing) => {
    const { state } = task;
    switch (state.name) {
      case 'scheduled':
        return t('state.scheduled', { time: formats.moment(state.startAt, Date.now()) });
      case 'queued':
        if (state.waiting?.why === 'live') return t('state.waitingLive');
        if (state.waiting?.why === 'slot') return t('state.waitingSlot');
        return state.waiting?.why === 'space' ? t('state.noSpace') : t('state.queued');
      case 'running':
        if (task.kind !== 'stream') return t('state.running');
        if (task.stopping) return t('state.stopping');
        return interruptionOf(live) ? t('state.interrupted') : t('state.recording');
      case 'finishing':
        return task.kind === 'video' && state.step === 'assemble' ? t('state.joining') : t(`state.${state.step}`);
      case 'completed':
        if (summary !== null && summary.gaps > 0) return t('state.incomplete');
        return state.artifacts.some((artifact) => artifact.verified !== null)
          ? t('state.verified')
          : t('state.completed');
      case 'resolving':
        return t(task.kind === 'video' ? 'state.asking' : 'state.resolving');
      default:
        return t(`state.${state.name}`);
    }
  };
}

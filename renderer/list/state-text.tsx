import { useTranslation } from 'react-i18next';
import type { TaskState } from '../../contract/task.ts';
import { useFormats } from '../client/client-context.tsx';
import styles from './list.module.css';
import { useNow } from './use-now.ts';

/** The state in words. */
export function StateText({ state }: { state: TaskState }) {
  return (
    <div className={styles['state']}>
      {state.name === 'queued' && state.waiting?.why === 'retry' ? (
        <Countdown until={state.waiting.until} />
      ) : (
        <Plain state={state} />
      )}
    </div>
  );
}

function Plain({ state }: { state: TaskState }) {
  const words = useStateWords();
  return <span title={words(state)}>{words(state)}</span>;
}

function Countdown({ until }: { until: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const seconds = Math.ceil((until - useNow()) / 1000);
  const text = seconds > 0 ? t('state.retrying', { time: formats.duration(seconds) }) : t('state.retryingNow');
  return <span title={text}>{text}</span>;
}

/** Puts states into words, apart from those that count time. */
export function useStateWords(): (state: TaskState) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return (state) => {
    switch (state.name) {
      case 'scheduled':
        return t('state.scheduled', { time: formats.moment(state.startAt, Date.now()) });
      case 'queued':
        return state.waiting?.why === 'space' ? t('state.noSpace') : t('state.queued');
      case 'finishing':
        return t(`state.${state.step}`);
      case 'completed':
        return state.artifacts.some((artifact) => artifact.verified !== null)
          ? t('state.verified')
          : t('state.completed');
      default:
        return t(`state.${state.name}`);
    }
  };
}

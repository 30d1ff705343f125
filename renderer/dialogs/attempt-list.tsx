import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../contract/task.ts';
import { useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import styles from './dialogs.module.css';
import { TroubleText } from './trouble-text.tsx';

/** The tries at a task, newest first, each with how it ended and the last lines of its log. */
export function AttemptList({ attempts }: { attempts: readonly Attempt[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <section>
      <h3 className={styles['heading']}>{t('details.attempts')}</h3>
      <ol className={styles['attempts']}>
        {attempts.toReversed().map((attempt) => (
          <li key={attempt.number}>
            <div className={styles['attempt']}>
              <span>{t('details.attempt', { number: formats.count(attempt.number) })}</span>
              <span>{attempt.outcome === null ? t('details.running') : t(`details.outcome.${attempt.outcome}`)}</span>
              <time>{formats.exact(attempt.startedAt)}</time>
            </div>
            {attempt.error && <TroubleText error={attempt.error} />}
            {attempt.log.length > 0 && (
              <details>
                <summary>{t('details.log', { number: formats.count(attempt.number) })}</summary>
                <pre>{attempt.log.map(honest).join('\n')}</pre>
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

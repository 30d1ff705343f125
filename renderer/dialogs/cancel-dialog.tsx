import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient, useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { fits } from '../tasks/verbs.ts';
import styles from './dialogs.module.css';
import { Question } from './question.tsx';
import { useLast } from './use-last.ts';

/** Asks before fetched bytes are thrown away. A recording can be ended without losing any, so that is offered too. */
export function CancelDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const dialog = useStore(client.dialogs, (state) => (state.dialog?.name === 'cancel' ? state.dialog : null));
  const ids = useLast(dialog?.ids) ?? [];
  const call = useLast(dialog?.call) ?? [];
  const count = ids.length;
  const { tasks, moving } = client.tasks.getState().ledger;
  const chosen = ids.flatMap((id) => tasks.get(id) ?? []);
  const recordings = chosen.filter(({ kind }) => kind === 'stream');
  const stoppable = recordings.filter((task) => fits('stop', task)).map(({ id }) => id);
  const fragments = ids.reduce((sum, id) => sum + (moving.get(id)?.live?.fragments ?? 0), 0);
  const name = count === 1 ? chosen[0]?.name : undefined;
  const onlyRecordings = recordings.length > 0 && recordings.length === chosen.length;
  const answer = (verb: 'cancel' | 'stop', which: readonly string[]) => () => {
    client.dialogs.close();
    void client.command(verb, which);
  };
  return (
    <Question
      opened={dialog !== null}
      title={
        name === undefined
          ? t('cancel.title', { count, number: formats.count(count) })
          : t('cancel.titleNamed', { name: honest(name) })
      }
      keep={t('cancel.keep')}
      confirm={onlyRecordings ? t('cancel.confirmRecording', { count }) : t('cancel.confirm', { count })}
      other={
        onlyRecordings && stoppable.length > 0 ? { text: t('cancel.stop'), onChoose: answer('stop', stoppable) } : null
      }
      onKeep={client.dialogs.close}
      onConfirm={answer('cancel', call)}
    >
      {!onlyRecordings && <p className={styles['text']}>{t('cancel.text')}</p>}
      {recordings.length > 0 && <p className={styles['text']}>{t('cancel.recording', { count: recordings.length })}</p>}
      {fragments > 0 && (
        <p className={styles['text']}>
          {t('cancel.fragmentsStay', { count: fragments, number: formats.count(fragments) })}
        </p>
      )}
    </Question>
  );
}

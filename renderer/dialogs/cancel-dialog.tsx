import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient, useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import styles from './dialogs.module.css';
import { Question } from './question.tsx';
import { useLast } from './use-last.ts';

/** Asks before fetched bytes are thrown away. */
export function CancelDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const dialog = useStore(client.dialogs, (state) => (state.dialog?.name === 'cancel' ? state.dialog : null));
  const ids = useLast(dialog?.ids) ?? [];
  const count = ids.length;
  const [first] = ids;
  const name = count === 1 && first ? client.tasks.getState().ledger.tasks.get(first)?.name : undefined;
  return (
    <Question
      opened={dialog !== null}
      title={
        name === undefined
          ? t('cancel.title', { count, number: formats.count(count) })
          : t('cancel.titleNamed', { name: honest(name) })
      }
      keep={t('cancel.keep')}
      confirm={t('cancel.confirm', { count })}
      onKeep={client.dialogs.close}
      onConfirm={() => {
        client.dialogs.close();
        void client.command('cancel', ids);
      }}
    >
      <p className={styles['text']}>{t('cancel.text')}</p>
    </Question>
  );
}

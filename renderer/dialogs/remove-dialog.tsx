import { Checkbox } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient, useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { progressOf } from '../tasks/ledger.ts';
import styles from './dialogs.module.css';
import { Question } from './question.tsx';
import { useLast } from './use-last.ts';

/** Asks before tasks leave the list, and whether what they downloaded goes with them. */
export function RemoveDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const dialog = useStore(client.dialogs, (state) => (state.dialog?.name === 'remove' ? state.dialog : null));
  const [files, setFiles] = useState(false);
  const ids = useLast(dialog?.ids) ?? [];
  const call = useLast(dialog?.call) ?? [];
  const count = ids.length;
  useEffect(() => {
    // an answer of the last time must not delete files this time
    if (dialog) setFiles(false);
  }, [dialog]);

  const { ledger } = client.tasks.getState();
  const { tasks, moving } = ledger;
  const [first] = ids;
  const name = count === 1 && first ? tasks.get(first)?.name : undefined;
  // a recording has finished files also while it runs
  const finished = ids.some(
    (id) => tasks.get(id)?.state.name === 'completed' || (moving.get(id)?.live?.fragments ?? 0) > 0,
  );
  const parts = ids.some((id) => {
    const task = tasks.get(id);
    return task !== undefined && task.state.name !== 'completed' && progressOf(ledger, task).done > 0;
  });
  return (
    <Question
      opened={dialog !== null}
      title={
        name === undefined
          ? t('remove.title', { count, number: formats.count(count) })
          : t('remove.titleNamed', { name: honest(name) })
      }
      keep={t('remove.keep')}
      confirm={files ? t('remove.confirmFiles') : t('remove.confirm')}
      onKeep={client.dialogs.close}
      onConfirm={() => {
        client.dialogs.close();
        void client.remove(call, files);
      }}
    >
      {finished && !files && <p className={styles['text']}>{t('remove.finishedStay')}</p>}
      {parts && <p className={styles['text']}>{t('remove.partsGo')}</p>}
      {finished && (
        <Checkbox
          mt="sm"
          label={t('remove.files')}
          description={t('remove.filesHint')}
          checked={files}
          onChange={(event) => setFiles(event.currentTarget.checked)}
        />
      )}
    </Question>
  );
}

import { EllipsisVertical } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import styles from './list.module.css';

/** Leads to what can be done with a row, where there is no right button to press. */
export function RowButton({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const { tasks, dialogs } = useClient();
  return (
    <Button
      className={styles['more'] ?? ''}
      // keys have the menu of the row
      excludeFromTabOrder
      aria-label={t('verb.moreOf', { name: honest(name) })}
      onPress={() => {
        if (!tasks.getState().selection.has(id)) tasks.actions.select([id]);
        dialogs.open({ name: 'actions' });
      }}
    >
      <EllipsisVertical size={18} aria-hidden />
    </Button>
  );
}

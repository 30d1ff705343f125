import { ActionIcon } from '@mantine/core';
import { EllipsisVertical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient, useTasks } from '../client/client-context.tsx';

/** Leads to what can be done with the selected downloads, where there is no room for a button each. */
export function ActionButton() {
  const { t } = useTranslation();
  const { tasks, dialogs } = useClient();
  const some = useTasks((state) => state.view.visible.length > 0);
  if (!some) return null;
  return (
    <ActionIcon
      size={36}
      aria-label={t('verb.label')}
      title={t('verb.label')}
      onClick={() => {
        const { selection, view } = tasks.getState();
        if (selection.size === 0) tasks.actions.select(view.visible);
        dialogs.open({ name: 'actions' });
      }}
    >
      <EllipsisVertical size={18} aria-hidden />
    </ActionIcon>
  );
}

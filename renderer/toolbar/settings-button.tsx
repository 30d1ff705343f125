import { ActionIcon } from '@mantine/core';
import { Settings2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';

export function SettingsButton() {
  const { t } = useTranslation();
  const { dialogs } = useClient();
  return (
    <ActionIcon
      size={36}
      aria-label={t('settings.open')}
      title={t('settings.open')}
      onClick={() => dialogs.open({ name: 'settings', field: null })}
    >
      <Settings2 size={18} aria-hidden />
    </ActionIcon>
  );
}

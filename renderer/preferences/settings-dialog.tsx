import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient } from '../client/client-context.tsx';
import { useIsNarrow } from '../window/use-room.ts';
import { ApiSettings } from './api-settings.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { DownloadSettings } from './download-settings.tsx';
import { NetworkSettings } from './network-settings.tsx';
import { SessionSettings } from './session-settings.tsx';
import { VideoSettings } from './video-settings.tsx';

/** All settings. Each takes effect as soon as it is changed; there is nothing to save. */
export function SettingsDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const fullScreen = useIsNarrow();
  const dialog = useStore(client.dialogs, (state) => (state.dialog?.name === 'settings' ? state.dialog : null));
  return (
    <Modal
      fullScreen={fullScreen}
      opened={dialog !== null}
      onClose={client.dialogs.close}
      title={t('settings.title')}
      size={660}
      closeButtonProps={{ 'aria-label': t('settings.close') }}
    >
      <DownloadSettings />
      <VideoSettings />
      <NetworkSettings focusLimit={dialog?.field === 'limitRate'} />
      <AppearanceSettings />
      {client.place.web ? <SessionSettings web={client.place.web} /> : <ApiSettings />}
    </Modal>
  );
}

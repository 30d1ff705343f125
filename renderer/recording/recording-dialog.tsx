import { FocusTrap, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient, useTasks } from '../client/client-context.tsx';
import { useLast } from '../dialogs/use-last.ts';
import { honest } from '../format/names.ts';
import { useIsNarrow } from '../window/use-room.ts';
import styles from './recording.module.css';
import { RecordingView } from './recording-view.tsx';

/** A recording from near: its timeline, its player, its fragments and gaps. */
export function RecordingDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const fullScreen = useIsNarrow();
  const dialog = useStore(client.dialogs, (state) => (state.dialog?.name === 'recording' ? state.dialog : null));
  const id = useLast(dialog?.id);
  const task = useTasks((state) => (id === null ? undefined : state.ledger.tasks.get(id)));
  const recording = task?.kind === 'stream' ? task : undefined;
  return (
    <Modal
      fullScreen={fullScreen}
      opened={dialog !== null && recording !== undefined}
      onClose={client.dialogs.close}
      title={<bdi dir="auto">{honest(recording?.name ?? '')}</bdi>}
      size="min(960px, 100%)"
      // the player and the tables change its height, and its head must not jump
      centered={false}
      yOffset="5vh"
      classNames={{ title: styles['title'] ?? '' }}
      closeButtonProps={{ 'aria-label': t('recording.close') }}
    >
      <FocusTrap.InitialFocus />
      {recording && <RecordingView key={recording.id} task={recording} />}
    </Modal>
  );
}

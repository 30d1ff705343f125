import { FocusTrap, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { VideoTask } from '../../contract/task.ts';
import { useClient, useTasks } from '../client/client-context.tsx';
import { TaskFacts } from '../dialogs/task-facts.tsx';
import { useAttempts } from '../dialogs/use-attempts.ts';
import { useLast } from '../dialogs/use-last.ts';
import { honest } from '../format/names.ts';
import { useIsNarrow } from '../window/use-room.ts';
import styles from './dialog.module.css';
import { VideoFacts } from './video-facts.tsx';
import { VideoFiles } from './video-files.tsx';
import { VideoPlayer } from './video-player.tsx';

/** A finished video from near: it plays, and below stands what came of it and what was asked. */
export function VideoDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const fullScreen = useIsNarrow();
  const dialog = useStore(client.dialogs, (state) => (state.dialog?.name === 'video' ? state.dialog : null));
  const id = useLast(dialog?.id);
  const task = useTasks((state) => (id === null ? undefined : state.ledger.tasks.get(id)));
  const video = task?.kind === 'video' ? task : undefined;
  return (
    <Modal
      fullScreen={fullScreen}
      opened={dialog !== null && video !== undefined}
      onClose={client.dialogs.close}
      title={<bdi dir="auto">{honest(video?.name ?? '')}</bdi>}
      size="min(960px, 100%)"
      // the player changes its height, and its head must not jump
      centered={false}
      yOffset="5vh"
      classNames={{ title: styles['dialogTitle'] ?? '' }}
      closeButtonProps={{ 'aria-label': t('video.close') }}
    >
      <FocusTrap.InitialFocus />
      {video && <Content key={video.id} task={video} />}
    </Modal>
  );
}

function Content({ task }: { task: VideoTask }) {
  const attempts = useAttempts(task.id, task.state);
  const files = task.state.name === 'completed' ? task.state.artifacts : [];
  return (
    <>
      {files.length > 0 && <VideoPlayer id={task.id} name={task.name} files={files} />}
      <VideoFiles id={task.id} files={files} />
      <div className={`selectable ${styles['facts']}`}>
        <TaskFacts task={task} attempts={attempts}>
          <VideoFacts task={task} />
        </TaskFacts>
      </div>
    </>
  );
}

import { Button, Modal } from '@mantine/core';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Task } from '../../contract/task.ts';
import { useClient, useTasks } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { fits } from '../tasks/verbs.ts';
import { VideoFacts } from '../video/video-facts.tsx';
import { VideoFiles } from '../video/video-files.tsx';
import { useIsNarrow } from '../window/use-room.ts';
import styles from './dialogs.module.css';
import { TaskFacts } from './task-facts.tsx';
import { useAttempts } from './use-attempts.ts';
import { useLast } from './use-last.ts';

/** Everything there is to know about one task, to read and to copy. */
export function DetailsDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const fullScreen = useIsNarrow();
  const dialog = useStore(client.dialogs, (state) => (state.dialog?.name === 'details' ? state.dialog : null));
  const id = useLast(dialog?.id);
  const task = useTasks((state) => (id === null ? undefined : state.ledger.tasks.get(id)));
  return (
    <Modal
      fullScreen={fullScreen}
      opened={dialog !== null && task !== undefined}
      onClose={client.dialogs.close}
      title={t('details.title')}
      size={640}
      closeButtonProps={{ 'aria-label': t('details.close') }}
    >
      {task && <Content task={task} />}
    </Modal>
  );
}

function Content({ task }: { task: Task }) {
  const { t } = useTranslation();
  const { web } = useClient().place;
  const attempts = useAttempts(task.id, task.state);
  return (
    <div className="selectable">
      <p className={styles['name']} dir="auto">
        {honest(task.name)}
      </p>
      {web && fits('download', task) && (
        <Button
          component="a"
          className={styles['download'] ?? ''}
          href={web.download(task.id, 1)}
          download
          leftSection={<Download size={16} aria-hidden />}
        >
          {t('verb.download')}
        </Button>
      )}
      {task.kind === 'video' && task.state.name === 'completed' && (
        <VideoFiles id={task.id} files={task.state.artifacts} />
      )}
      <TaskFacts task={task} attempts={attempts}>
        {task.kind === 'video' && <VideoFacts task={task} />}
      </TaskFacts>
    </div>
  );
}

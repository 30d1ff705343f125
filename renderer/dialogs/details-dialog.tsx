import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Attempt, Task, TaskId } from '../../contract/task.ts';
import { useClient, useTasks } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import styles from './dialogs.module.css';
import { TaskFacts } from './task-facts.tsx';
import { useLast } from './use-last.ts';

/** Everything there is to know about one task, to read and to copy. */
export function DetailsDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const dialog = useStore(client.dialogs, (state) => (state.dialog?.name === 'details' ? state.dialog : null));
  const id = useLast(dialog?.id);
  const task = useTasks((state) => (id === null ? undefined : state.ledger.tasks.get(id)));
  return (
    <Modal
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
  const attempts = useAttempts(task.id, task.state);
  return (
    <div className="selectable">
      <p className={styles['name']} dir="auto">
        {honest(task.name)}
      </p>
      <TaskFacts task={task} attempts={attempts} />
    </div>
  );
}

/** The attempts at a task, read again whenever it changes its state. */
function useAttempts(id: TaskId, state: Task['state']): readonly Attempt[] {
  const client = useClient();
  const [attempts, setAttempts] = useState<readonly Attempt[]>([]);
  useEffect(() => {
    let gone = false;
    // `state` is no input of the call, but a change of it means that there is more to tell
    void state;
    void client.transport.call('tasks.show', { id }).then((reply) => {
      if (!gone && reply.ok) setAttempts(reply.value.attempts);
    });
    return () => {
      gone = true;
    };
  }, [client, id, state]);
  return attempts;
}

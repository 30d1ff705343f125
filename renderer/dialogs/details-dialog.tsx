import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Attempt, Task, TaskId } from '../../contract/task.ts';
import { useClient, useFormats, useTasks } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { useStateWords } from '../list/state-text.tsx';
import { troubleOf } from '../list/trouble.ts';
import { AttemptList } from './attempt-list.tsx';
import styles from './dialogs.module.css';
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
  const { t } = useTranslation();
  const client = useClient();
  const words = useStateWords();
  const attempts = useAttempts(task.id, task.state);
  const trouble = troubleOf(task.state);
  return (
    <div className="selectable">
      <p className={styles['name']} dir="auto">
        {honest(task.name)}
      </p>
      {trouble && (
        <div className={styles['trouble']}>
          <p>{client.explain(trouble)}</p>
          {trouble.detail !== undefined && <code>{trouble.detail}</code>}
        </div>
      )}
      <dl className={styles['facts']}>
        <Fact name={t('details.state')} value={words(task.state)} />
        <Fact name={t('details.link')} value={task.url} />
        <Facts task={task} />
      </dl>
      {attempts.length > 0 && <AttemptList attempts={attempts} />}
    </div>
  );
}

function Facts({ task }: { task: Task }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const files = task.state.name === 'completed' ? task.state.artifacts : [];
  const ended = 'at' in task.state ? task.state.at : null;
  return (
    <>
      {files.length === 0 && <Fact name={t('details.folder')} value={task.directory} />}
      {files.map((file) => (
        <Fact key={file.path} name={t('details.file')} value={file.path} />
      ))}
      {task.progress.total !== null && <Fact name={t('details.size')} value={formats.bytes(task.progress.total)} />}
      {files.map((file) => file.type && <Fact key={file.path} name={t('details.type')} value={file.type} />)}
      {files.map(
        (file) => file.verified && <Fact key={file.path} name={t('details.checksum')} value={file.verified} />,
      )}
      {files.map((file) => file.sameAs && <Fact key={file.path} name={t('details.sameAs')} value={file.sameAs} />)}
      <Fact name={t('details.created')} value={formats.exact(task.createdAt)} />
      {ended !== null && <Fact name={t('details.finished')} value={formats.exact(ended)} />}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{honest(value)}</dd>
    </>
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

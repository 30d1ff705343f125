import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt, Task } from '../../contract/task.ts';
import { useFormats } from '../client/client-context.tsx';
import { useStateWords } from '../list/state-text.tsx';
import { troubleOf } from '../list/trouble.ts';
import { AttemptList } from './attempt-list.tsx';
import styles from './dialogs.module.css';
import { Fact } from './fact.tsx';
import { TroubleText } from './trouble-text.tsx';

interface TaskFactsProps {
  readonly task: Task;
  readonly attempts: readonly Attempt[];
  /** facts of its kind, to stand between the state and the rest */
  readonly children?: ReactNode;
}

/** Everything there is to know about one task besides its name, to read and to copy. */
export function TaskFacts({ task, attempts, children }: TaskFactsProps) {
  const { t } = useTranslation();
  const words = useStateWords();
  const trouble = troubleOf(task.state);
  return (
    <>
      {trouble && (
        <div className={styles['trouble']}>
          <TroubleText error={trouble} />
        </div>
      )}
      <dl className={styles['facts']}>
        <Fact name={t('details.state')} value={words(task)} />
        {children}
        <Fact name={t('details.link')} value={task.url} />
        <Facts task={task} />
      </dl>
      {attempts.length > 0 && <AttemptList attempts={attempts} />}
    </>
  );
}

function Facts({ task }: { task: Task }) {
  const { t } = useTranslation();
  const formats = useFormats();
  // a recording can have hundreds, which have a table of their own
  const files = task.kind === 'file' && task.state.name === 'completed' ? task.state.artifacts : [];
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

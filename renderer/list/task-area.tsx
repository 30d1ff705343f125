import { Button, VisuallyHidden } from '@mantine/core';
import { ClipboardPaste, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats, useTasks } from '../client/client-context.tsx';
import { useIsTouched } from '../window/use-room.ts';
import styles from './list.module.css';
import { TaskList } from './task-list.tsx';

/** The list, or in its place what there is to say when it is empty. */
export function TaskArea() {
  const { t } = useTranslation();
  const some = useTasks((state) => state.view.visible.length > 0);
  const empty = useTasks((state) => state.ledger.order.length === 0);
  const loading = useTasks((state) => state.loading);
  const problem = useTasks((state) => state.problem);
  return (
    <main className={styles['area']}>
      <VisuallyHidden>
        <h1>{t('list.label')}</h1>
      </VisuallyHidden>
      {loading && loading.loaded > 0 && <Loading {...loading} />}
      {problem ? <Broken /> : some ? <TaskList /> : empty ? loading ? null : <Empty /> : <NothingFits />}
    </main>
  );
}

function Loading({ loaded, total }: { loaded: number; total: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <p className={styles['loading']}>
      {t('list.loading', { loaded: formats.count(loaded), total: formats.count(total) })}
    </p>
  );
}

function Empty() {
  const { t } = useTranslation();
  const { platform } = useClient();
  const touched = useIsTouched();
  const [before, after] = t('list.emptyText', { keys: '\n' }).split('\n');
  return (
    <div className={styles['empty']}>
      <ClipboardPaste size={44} strokeWidth={1.25} aria-hidden />
      <h2>{t('list.emptyTitle')}</h2>
      {touched ? (
        <p>{t('list.emptyTouch')}</p>
      ) : (
        <p>
          {before}
          <kbd>{platform === 'darwin' ? '⌘V' : 'Ctrl+V'}</kbd>
          {after}
        </p>
      )}
    </div>
  );
}

function NothingFits() {
  const { t } = useTranslation();
  const { tasks } = useClient();
  const search = useTasks((state) => state.search.trim());
  return (
    <div className={styles['empty']}>
      <SearchX size={44} strokeWidth={1.25} aria-hidden />
      <h2>{t('list.noneTitle')}</h2>
      <p>{search === '' ? t('list.noneInTab') : t('list.noneFound', { query: search })}</p>
      <Button
        variant="default"
        onClick={() => {
          tasks.actions.seek('');
          tasks.actions.show('all');
        }}
      >
        {t('list.showAll')}
      </Button>
    </div>
  );
}

function Broken() {
  const { t } = useTranslation();
  const client = useClient();
  const problem = useTasks((state) => state.problem);
  return (
    <div className={styles['empty']} role="alert">
      <h2>{t('broken.title')}</h2>
      {problem && <p>{client.explain(problem)}</p>}
      {problem?.detail !== undefined && <code>{problem.detail}</code>}
      <Button onClick={client.reload}>{t('broken.again')}</Button>
    </div>
  );
}

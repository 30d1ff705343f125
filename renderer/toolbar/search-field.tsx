import { CloseButton, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient, useTasks } from '../client/client-context.tsx';
import styles from './toolbar.module.css';
import { searchId } from './use-shortcuts.ts';

/** Narrows the list to names and links that contain a text; Escape clears it. */
export function SearchField() {
  const { t } = useTranslation();
  const { tasks } = useClient();
  const search = useTasks((state) => state.search);
  return (
    <TextInput
      id={searchId}
      size="xs"
      className={styles['search'] ?? ''}
      aria-label={t('search.label')}
      placeholder={t('search.placeholder')}
      leftSection={<Search size={14} aria-hidden />}
      rightSection={
        search === '' ? null : (
          <CloseButton size="xs" aria-label={t('search.clear')} onClick={() => tasks.actions.seek('')} />
        )
      }
      spellCheck={false}
      value={search}
      onChange={(event) => tasks.actions.seek(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') tasks.actions.seek('');
      }}
    />
  );
}

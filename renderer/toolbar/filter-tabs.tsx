import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats, useTasks } from '../client/client-context.tsx';
import { filters } from '../tasks/groups.ts';
import styles from './toolbar.module.css';

/** Which tasks the list shows, with how many there are of each. */
export function FilterTabs() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { tasks } = useClient();
  const counts = useTasks((state) => state.view.counts);
  const filter = useTasks((state) => state.filter);
  return (
    <ToggleButtonGroup
      aria-label={t('filter.label')}
      className={styles['tabs'] ?? ''}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[filter]}
      onSelectionChange={(keys) => {
        const chosen = filters.find((name) => keys.has(name));
        if (chosen) tasks.actions.show(chosen);
      }}
    >
      {filters.map((name) => (
        <ToggleButton key={name} id={name} className={styles['tab'] ?? ''} data-filter={name}>
          {t(`filter.${name}`)}
          <span className={styles['count']} data-some={counts[name] > 0 || undefined}>
            {formats.count(counts[name])}
          </span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

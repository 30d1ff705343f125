import { Drawer } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient, useFormats, useTasks } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { selectedTasks } from '../tasks/task-store.ts';
import { verbIcons } from '../toolbar/verb-icons.ts';
import styles from './list.module.css';
import { verbGroups } from './verb-groups.ts';

/** What can be done with the selected downloads, for fingers: from the bottom edge, with room to press. */
export function ActionSheet() {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const opened = useStore(client.dialogs, (state) => state.dialog?.name === 'actions');
  const able = useTasks((state) => state.able);
  const count = useTasks((state) => (opened ? selectedTasks(state).length : 0));
  const only = useTasks((state) => (count === 1 ? selectedTasks(state)[0]?.name : undefined));
  const groups = verbGroups.map((group) => group.filter((verb) => able.has(verb))).filter((group) => group.length > 0);
  return (
    <Drawer
      opened={opened}
      onClose={client.dialogs.close}
      position="bottom"
      size="auto"
      lockScroll={false}
      title={only === undefined ? t('verb.chosen', { count, number: formats.count(count) }) : honest(only)}
      closeButtonProps={{ 'aria-label': t('details.close') }}
      transitionProps={{ duration: 120 }}
      classNames={{
        ...{ content: styles['sheet'] ?? '', title: styles['sheetTitle'] ?? '', body: styles['sheetBody'] ?? '' },
      }}
    >
      {groups.map((group, index) => (
        <Fragment key={group[0]}>
          {index > 0 && <hr />}
          {group.map((verb) => {
            const Icon = verbIcons[verb];
            return (
              <button
                key={verb}
                type="button"
                onClick={() => {
                  client.dialogs.close();
                  client.perform(verb);
                }}
              >
                <Icon size={19} aria-hidden />
                {t(`verb.${verb}`)}
              </button>
            );
          })}
        </Fragment>
      ))}
    </Drawer>
  );
}

import { Menu } from '@mantine/core';
import { Fragment, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useTasks } from '../client/client-context.tsx';
import { isHere, type Verb } from '../tasks/verbs.ts';
import { strokes, written } from '../toolbar/keys.ts';
import { verbIcons } from '../toolbar/verb-icons.ts';
import styles from './list.module.css';
import { verbGroups } from './verb-groups.ts';

/** What is for recordings or videos alone does not stand in the menus of others. */
const forSome: ReadonlySet<Verb> = new Set<Verb>(['watch', 'play', 'stop']);

/** The menu of the selected rows, by the right button, the menu key or Shift+F10. */
export function RowMenu({ children }: { children: ReactElement }) {
  const { t } = useTranslation();
  const client = useClient();
  const able = useTasks((state) => state.able);
  const open = able.has('watch') ? 'watch' : able.has('play') ? 'play' : client.place.web ? 'download' : 'open';
  return (
    <Menu
      width={250}
      shadow="md"
      position="bottom-start"
      transitionProps={{ duration: 0 }}
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 6 } }}
      classNames={{ dropdown: styles['menu'] ?? '', item: styles['menuItem'] ?? '' }}
    >
      <Menu.ContextMenu>
        <div
          className={styles['menuArea']}
          role="presentation"
          onContextMenuCapture={(event) => {
            const key = rowKey(event.target);
            if (key === null) {
              // beside the rows there is nothing to act on
              event.preventDefault();
              event.stopPropagation();
            } else if (!client.tasks.getState().selection.has(key)) {
              client.tasks.actions.select([key]);
            }
          }}
        >
          {children}
        </div>
      </Menu.ContextMenu>
      <Menu.Dropdown>
        {verbGroups.map((group, index) => (
          <Fragment key={group[0]}>
            {index > 0 && <Menu.Divider />}
            {group
              .filter((verb) => isHere(verb, client.transport.home) && (able.has(verb) || !forSome.has(verb)))
              .map((verb) => {
                const Icon = verbIcons[verb];
                const stroke = verb === open ? { key: 'Enter' } : strokes[verb];
                return (
                  <Menu.Item
                    key={verb}
                    disabled={!able.has(verb)}
                    leftSection={<Icon size={15} aria-hidden />}
                    rightSection={
                      stroke && (
                        <span className={styles['stroke']} aria-hidden>
                          {written(stroke, client.platform)}
                        </span>
                      )
                    }
                    onClick={() => client.perform(verb)}
                  >
                    {t(`verb.${verb}`)}
                  </Menu.Item>
                );
              })}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The task of the row that an event happened in. */
function rowKey(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest('[role="row"]')?.getAttribute('data-key') ?? null) : null;
}

import { ActionIcon } from '@mantine/core';
import { Toolbar } from 'react-aria-components/Toolbar';
import { useTranslation } from 'react-i18next';
import { useClient, useTasks } from '../client/client-context.tsx';
import { isHere, type Verb } from '../tasks/verbs.ts';
import { strokes, written } from './keys.ts';
import styles from './toolbar.module.css';
import { verbIcons } from './verb-icons.ts';

const shown: readonly (readonly Verb[])[] = [
  ['resume', 'pause', 'stop', 'retry', 'cancel'],
  ['watch', 'play', 'open', 'reveal', 'download'],
  ['up', 'down'],
  ['remove'],
];

/** What can be done with the selected tasks. A button that does not apply stays reachable, so that focus is never lost. */
export function VerbBar() {
  const { t } = useTranslation();
  const client = useClient();
  const able = useTasks((state) => state.able);
  return (
    <Toolbar aria-label={t('verb.label')} className={styles['verbs'] ?? ''}>
      {shown.map((group) => (
        <div key={group[0]} className={styles['group']}>
          {group
            .filter((verb) => isHere(verb, client.transport.home) && verb !== (able.has('play') ? 'watch' : 'play'))
            .map((verb) => {
              const Icon = verbIcons[verb];
              const stroke = strokes[verb];
              const enabled = able.has(verb);
              return (
                <ActionIcon
                  key={verb}
                  size={30}
                  aria-label={t(`verb.${verb}`)}
                  title={stroke ? `${t(`verb.${verb}`)} (${written(stroke, client.platform)})` : t(`verb.${verb}`)}
                  aria-disabled={!enabled}
                  {...(enabled ? {} : { 'data-disabled': true })}
                  onClick={() => enabled && client.perform(verb)}
                >
                  <Icon size={17} aria-hidden />
                </ActionIcon>
              );
            })}
        </div>
      ))}
    </Toolbar>
  );
}

import { Button, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LeaveQuestion } from '../../contract/leaving.ts';
import { useClient } from '../client/client-context.tsx';
import styles from '../dialogs/dialogs.module.css';
import { useLast } from '../dialogs/use-last.ts';
import { useLeaveWords } from './leave-words.ts';

/** Asks what becomes of recordings before the program ends. It stands over every other dialog, which stays as it is. */
export function LeaveDialog() {
  const { leaving: store } = useClient();
  const open = useStore(store, (state) => state.question);
  const question = useLast(open);
  useEffect(() => {
    // Registered before any dialog is opened, so that Escape answers this one alone.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || store.getState().question === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void store.answer('stay');
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [store]);
  return question && <Asked question={question} opened={open !== null} />;
}

function Asked({ question, opened }: { question: LeaveQuestion; opened: boolean }) {
  const { t } = useTranslation();
  const { leaving: store } = useClient();
  const stopping = useStore(store, (state) => state.stopping);
  const words = useLeaveWords(question);
  return (
    <Modal
      opened={opened}
      onClose={() => void store.answer('stay')}
      closeOnEscape={false}
      closeOnClickOutside={false}
      withCloseButton={false}
      zIndex={400}
      size={640}
      title={stopping ? t('leave.stoppingTitle') : words.title}
      classNames={{ title: styles['title'] ?? '' }}
    >
      {stopping ? (
        <p className={styles['text']} role="status">
          {t('leave.stopping')}
        </p>
      ) : (
        words.lines.map((line) => (
          <p key={line} className={styles['text']}>
            {line}
          </p>
        ))
      )}
      <div className={styles['answers']}>
        <Button variant="default" onClick={() => void store.answer('stay')}>
          {stopping ? t('leave.stayOpen') : t('leave.stay')}
        </Button>
        {stopping || question.recording === 0 ? (
          <Button variant="default" onClick={() => void store.answer('quit')}>
            {stopping ? t('leave.quitNow') : t('leave.quit')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => void store.answer('stop')}>
            {t('leave.stop')}
          </Button>
        )}
        {!stopping && (
          <Button data-autofocus onClick={() => void store.answer('background')}>
            {question.recording > 0 ? t('leave.background') : t('leave.backgroundWaiting')}
          </Button>
        )}
      </div>
    </Modal>
  );
}

import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './dialogs.module.css';

interface QuestionProps {
  readonly title: string;
  readonly opened: boolean;
  readonly keep: string;
  readonly confirm: string;
  readonly onKeep: () => void;
  readonly onConfirm: () => void;
  /** a third answer, between the two */
  readonly other?: { readonly text: string; readonly onChoose: () => void } | null;
  readonly children: ReactNode;
}

/** Asks before something is lost. The harmless answer has the focus at first. */
export function Question({ title, opened, keep, confirm, onKeep, onConfirm, other, children }: QuestionProps) {
  return (
    <Modal
      opened={opened}
      onClose={onKeep}
      title={title}
      size={460}
      withCloseButton={false}
      classNames={{ title: styles['title'] ?? '' }}
    >
      {children}
      <div className={styles['answers']}>
        <Button variant="default" onClick={onKeep} data-autofocus>
          {keep}
        </Button>
        {other && (
          <Button variant="default" onClick={other.onChoose}>
            {other.text}
          </Button>
        )}
        <Button color="red" onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Modal>
  );
}

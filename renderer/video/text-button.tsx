import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import styles from './text-button.module.css';

interface TextButtonProps {
  readonly onPress: () => void;
  /** where the words alone do not say what it is for */
  readonly label?: string;
  readonly children: ReactNode;
}

/** Something that can be done, within a line of text. */
export function TextButton({ onPress, label, children }: TextButtonProps) {
  return (
    <Button className={styles['textButton'] ?? ''} onPress={onPress} {...(label ? { 'aria-label': label } : {})}>
      {children}
    </Button>
  );
}

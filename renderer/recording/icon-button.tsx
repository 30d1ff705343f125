import type { LucideIcon } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import styles from './recording.module.css';

/** A small button in a table, which arrow keys reach. */
export function IconButton({ label, Icon, onPress }: { label: string; Icon: LucideIcon; onPress: () => void }) {
  return (
    <span title={label}>
      <Button aria-label={label} className={styles['icon'] ?? ''} onPress={onPress}>
        <Icon size={14} aria-hidden />
      </Button>
    </span>
  );
}

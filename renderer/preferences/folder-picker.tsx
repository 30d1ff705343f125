import { Button, TextInput } from '@mantine/core';
import { FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';
import styles from './preferences.module.css';

interface FolderPickerProps {
  readonly label: string;
  readonly hint?: string;
  /** absolute */
  readonly path: string;
  readonly onPick: (path: string) => void;
}

/** A folder, to be changed in the dialog of the platform. */
export function FolderPicker({ label, hint, path, onPick }: FolderPickerProps) {
  const { t } = useTranslation();
  const client = useClient();
  return (
    <div className={styles['folder']}>
      <TextInput
        className={styles['path'] ?? ''}
        label={label}
        description={hint}
        value={path}
        readOnly
        title={path}
        leftSection={<FolderOpen size={15} aria-hidden />}
      />
      <Button
        variant="default"
        onClick={() =>
          void client.chooseFolder(path).then((chosen) => {
            if (chosen !== null) onPick(chosen);
          })
        }
      >
        {t('settings.change')}
      </Button>
    </div>
  );
}

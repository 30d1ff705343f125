import { TextInput } from '@mantine/core';
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../client/client-context.tsx';
import { belowOf, pathBelow } from './subfolder.ts';

interface SubfolderFieldProps {
  readonly label: string;
  /** absolute */
  readonly path: string;
  readonly onPick: (path: string) => void;
}

/** A folder inside the download folder, for a page that cannot see the disk. */
export function SubfolderField({ label, path, onPick }: SubfolderFieldProps) {
  const { t } = useTranslation();
  const root = useSettings((settings) => settings.downloadFolder);
  const [typed, setTyped] = useState(() => belowOf(root, path));
  return (
    <TextInput
      label={label}
      description={t('settings.subfolder', { path: root })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      leftSection={<FolderOpen size={15} aria-hidden />}
      value={typed}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      error={pathBelow(root, typed) === null ? t('settings.subfolderWrong') : null}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const whole = pathBelow(root, text);
        if (whole !== null) onPick(whole);
      }}
    />
  );
}

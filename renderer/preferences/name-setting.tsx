import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './preferences.module.css';
import { type NameTrouble, troubleWith } from './recording-name.ts';

interface NameSettingProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  /** what it is at first */
  readonly usual: string;
  /** what comes of a template that is right */
  readonly example: (template: string) => ReactNode;
  readonly onCommit: (value: string) => void;
}

/** A template for names: its fields, and what comes of it. It takes effect once it is one. */
export function NameSetting({ label, hint, value, usual, example, onCommit }: NameSettingProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const trouble = troubleWith(typed);
  const words = useTroubleWords(trouble);
  const commit = () => {
    if (trouble === null && typed !== value) onCommit(typed);
  };
  return (
    <div className={styles['recordingName']}>
      <TextInput
        label={label}
        description={hint}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        error={words}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
      {trouble === null && <p className={styles['example']}>{example(typed)}</p>}
      {typed !== usual && (
        <Button variant="default" size="xs" onClick={() => (value === usual ? setTyped(usual) : onCommit(usual))}>
          {t('settings.recordingNameUsual')}
        </Button>
      )}
    </div>
  );
}

function useTroubleWords(trouble: NameTrouble | null): string | null {
  const { t } = useTranslation();
  if (trouble === null) return null;
  switch (trouble.kind) {
    case 'empty':
      return t('settings.recordingNameEmpty');
    case 'long':
      return t('settings.recordingNameLong');
    case 'signs':
      return t('settings.recordingNameSigns');
    case 'unknown':
      return t('settings.recordingNameUnknown', { field: trouble.field });
  }
}

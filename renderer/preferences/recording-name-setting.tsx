import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usualTemplate } from '../../contract/name-template.ts';
import styles from './preferences.module.css';
import { exampleName, hasPart, type NameTrouble, troubleWith } from './recording-name.ts';

interface RecordingNameSettingProps {
  readonly value: string;
  readonly onCommit: (value: string) => void;
}

/** What fragments are called: a template, its fields, and what comes of it. It takes effect once it is one. */
export function RecordingNameSetting({ value, onCommit }: RecordingNameSettingProps) {
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
        label={t('settings.recordingName')}
        description={t('settings.recordingNameHint')}
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
      {trouble === null && (
        <p className={styles['example']}>
          <bdi>
            {t('settings.recordingNameExample', {
              name: exampleName(typed, t('settings.recordingNameTitle'), new Date()),
            })}
          </bdi>
          {!hasPart(typed) && <span>{t('settings.recordingNameNoPart')}</span>}
        </p>
      )}
      {typed !== usualTemplate && (
        <Button
          variant="default"
          size="xs"
          onClick={() => (value === usualTemplate ? setTyped(usualTemplate) : onCommit(usualTemplate))}
        >
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

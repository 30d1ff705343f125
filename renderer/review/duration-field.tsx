import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './review.module.css';

interface DurationFieldProps {
  readonly label: string;
  readonly value: string;
  /** how the text is understood, or what an empty field means */
  readonly reading: string;
  readonly wrong: boolean;
  readonly onChange: (text: string) => void;
}

/** A length of time as people write it, with how it is understood below. */
export function DurationField({ label, value, reading, wrong, onChange }: DurationFieldProps) {
  const { t } = useTranslation();
  const [typing, setTyping] = useState(false);
  const error = wrong && !typing ? t('record.lengthWrong') : null;
  return (
    <TextInput
      label={label}
      size="xs"
      classNames={{ description: styles['reading'] ?? '', error: styles['reading'] ?? '' }}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={error === null ? (wrong ? t('record.lengthExample') : reading) : null}
      error={error}
      placeholder={t('record.lengthExample')}
      spellCheck={false}
      autoComplete="off"
      value={value}
      onFocus={() => setTyping(true)}
      onBlur={() => setTyping(false)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

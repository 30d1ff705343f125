import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldLook } from './field-look.ts';
import { useTyping } from './use-typing.ts';

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
  const { typing, watch } = useTyping();
  const error = wrong && !typing ? t('record.lengthWrong') : null;
  return (
    <TextInput
      label={label}
      {...fieldLook}
      description={error === null ? (wrong ? t('record.lengthExample') : reading) : null}
      error={error}
      placeholder={t('record.lengthExample')}
      value={value}
      {...watch}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

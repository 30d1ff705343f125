import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { limitOf } from '../../contract/quality.ts';
import { useClient, useFormats } from '../client/client-context.tsx';
import { fieldLook } from './field-look.ts';
import type { FormReading, RecordingForm } from './recording-form.ts';

/** A height or a bit rate of one's own, with how it is understood below. */
export function OwnQualityField({ form, reading }: { form: RecordingForm; reading: FormReading }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const wrong = reading.wrong.has('ownQuality');
  const limit = wrong ? null : limitOf(reading.options.quality);
  const understood =
    limit === null
      ? null
      : 'lines' in limit
        ? t('record.ownQualityLines', { count: limit.lines, number: formats.count(limit.lines) })
        : t('record.ownQualityRate', { rate: formats.bitRate(limit.bits) });
  return (
    <TextInput
      label={t('record.ownQuality')}
      {...fieldLook}
      description={understood}
      error={form.ownQuality !== '' && wrong ? t('record.ownQualityWrong') : null}
      placeholder={t('record.ownQualityExample')}
      value={form.ownQuality}
      onChange={(event) => store.fill({ ownQuality: event.currentTarget.value })}
    />
  );
}

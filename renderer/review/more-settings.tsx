import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats } from '../client/client-context.tsx';
import { Choice } from './choice.tsx';
import { DurationField } from './duration-field.tsx';
import { type FormReading, joints, type RecordingForm, rhythms, usualGiveUp } from './recording-form.ts';
import styles from './review.module.css';

/** The settings of a recording that most people leave alone. What is wrong among them is never out of sight. */
export function MoreSettings({ form, reading }: { form: RecordingForm; reading: FormReading }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const { options, startAt, wrong } = reading;
  const [open, setOpen] = useState(false);
  const giveUp =
    form.giveUp.trim() === ''
      ? t('record.giveUpUsual', { time: formats.span(usualGiveUp) })
      : options.giveUp === 0
        ? t('record.giveUpAtOnce')
        : t('record.giveUpReading', { time: formats.span(options.giveUp) });
  const starts = startAt === null ? t('record.startAtNow') : Number.isNaN(startAt) ? '' : formats.exact(startAt);
  return (
    <details
      className={styles['more']}
      open={open || wrong.has('giveUp') || wrong.has('startAt')}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t('record.more')}</summary>
      <div className={styles['fields']}>
        <TextInput
          className={styles['wide'] ?? ''}
          type="datetime-local"
          label={t('record.startAt')}
          size="xs"
          classNames={{ description: styles['reading'] ?? '', error: styles['reading'] ?? '' }}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          description={wrong.has('startAt') ? null : starts}
          error={wrong.has('startAt') ? t('record.startAtPast') : null}
          value={form.startAt}
          onChange={(event) => store.fill({ startAt: event.currentTarget.value })}
        />
        <Choice
          label={t('record.repeat')}
          value={form.repeat}
          among={rhythms}
          name={(value) => t(`record.repeatOf.${value}`)}
          onChange={(repeat) => store.fill({ repeat })}
        />
        <DurationField
          label={t('record.giveUp')}
          value={form.giveUp}
          reading={giveUp}
          wrong={wrong.has('giveUp')}
          onChange={(text) => store.fill({ giveUp: text })}
        />
        <div className={styles['wide']}>
          <Choice
            label={t('record.onGap')}
            value={form.onGap}
            among={joints}
            name={(value) => t(`record.jointOf.${value}`)}
            onChange={(onGap) => store.fill({ onGap })}
          />
        </div>
        <div className={styles['wide']}>
          <Choice
            label={t('record.onDiscontinuity')}
            value={form.onDiscontinuity}
            among={joints}
            name={(value) => t(`record.jointOf.${value}`)}
            onChange={(onDiscontinuity) => store.fill({ onDiscontinuity })}
          />
        </div>
        <Checkbox
          className={styles['whole'] ?? ''}
          size="sm"
          label={t('record.wait')}
          description={t('record.waitHint')}
          checked={form.wait}
          onChange={(event) => store.fill({ wait: event.currentTarget.checked })}
        />
      </div>
    </details>
  );
}

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats } from '../client/client-context.tsx';
import { Choice } from './choice.tsx';
import { DurationField } from './duration-field.tsx';
import { MoreSettings } from './more-settings.tsx';
import { OwnQualityField } from './own-quality-field.tsx';
import { beginnings, type FormReading, outputs, qualities, type RecordingForm } from './recording-form.ts';
import styles from './review.module.css';

interface RecordingSettingsProps {
  readonly form: RecordingForm;
  readonly reading: FormReading;
  /** how many streams they are for */
  readonly count: number;
}

/** What is asked of all recordings of the dialog: what one nearly always wants to say in sight, the rest behind "More". */
export function RecordingSettings({ form, reading, count }: RecordingSettingsProps) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const { options, wrong } = reading;
  const id = useId();
  const length = (seconds: number | null, none: string) => (seconds === null ? none : formats.span(seconds));
  return (
    <section className={styles['recording']} aria-labelledby={id}>
      <h3 id={id}>
        {t('record.title')} <small>{t('record.forAll', { count, number: formats.count(count) })}</small>
      </h3>
      <div className={styles['fields']}>
        <DurationField
          label={t('record.duration')}
          value={form.duration}
          reading={length(options.duration, t('record.durationNone'))}
          wrong={wrong.has('duration')}
          onChange={(duration) => store.fill({ duration })}
        />
        <DurationField
          label={t('record.fragment')}
          value={form.fragment}
          reading={length(options.fragment, t('record.fragmentNone'))}
          wrong={wrong.has('fragment')}
          onChange={(fragment) => store.fill({ fragment })}
        />
        <Choice
          label={t('record.output')}
          value={form.output}
          among={outputs}
          name={(value) => t(`record.outputOf.${value}`)}
          onChange={(output) => store.fill({ output })}
        />
        <Choice
          label={t('record.quality')}
          value={form.quality}
          among={qualities}
          name={(value) => t(`record.qualityOf.${value}`)}
          onChange={(quality) => store.fill({ quality })}
        />
        {form.quality === 'own' && <OwnQualityField form={form} reading={reading} />}
        <div className={styles['wide']}>
          <Choice
            label={t('record.from')}
            value={form.from}
            among={beginnings}
            name={(value) => t(`record.fromOf.${value}`)}
            onChange={(from) => store.fill({ from })}
          />
        </div>
      </div>
      <MoreSettings form={form} reading={reading} />
    </section>
  );
}

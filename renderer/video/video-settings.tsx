import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { VideoInfo } from '../../contract/video.ts';
import { isPreset, presetNames, soundForms } from '../../contract/video-choices.ts';
import { useClient, useFormats } from '../client/client-context.tsx';
import { Choice } from '../review/choice.tsx';
import styles from './choices.module.css';
import { MoreChoices } from './more-choices.tsx';
import { PresetTiles } from './preset-tiles.tsx';
import { SubtitleFields } from './subtitle-fields.tsx';
import { formatFor, isSoundOnly, type VideoForm, type VideoReading } from './video-form.ts';

interface VideoSettingsProps {
  readonly form: VideoForm;
  readonly reading: VideoReading;
  /** how many videos they are for */
  readonly count: number;
  /** of the only video; `null` for several, and while nothing is known */
  readonly info: VideoInfo | null;
  /** whether they are for one video and no list */
  readonly alone: boolean;
}

/** What to get of the videos of the dialog. */
export function VideoSettings({ form, reading, count, info, alone }: VideoSettingsProps) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const id = useId();
  const format = formatFor(form.format, info);
  return (
    <section className={styles['settings']} aria-labelledby={id}>
      <h3 id={id}>
        {t('video.get')} <small>{count > 1 && t('video.forAll', { count, number: formats.count(count) })}</small>
      </h3>
      {alone && <PresetTiles format={format} info={info} onChange={(chosen) => store.fillVideo({ format: chosen })} />}
      <div className={styles['fields']}>
        {!alone && (
          <div className={styles['half']}>
            <Choice
              label={t('video.format')}
              value={isPreset(format) ? format : 'best'}
              among={presetNames}
              name={(value) => `${t(`video.presetOf.${value}`)}: ${t(`video.hintOf.${value}`)}`}
              onChange={(chosen) => store.fillVideo({ format: chosen })}
            />
          </div>
        )}
        {isSoundOnly(format, info) && (
          <div className={styles['half']}>
            <Choice
              label={t('video.soundAs')}
              value={form.audio}
              among={soundForms}
              name={(value) => t(`video.soundOf.${value}`)}
              onChange={(audio) => store.fillVideo({ audio })}
            />
          </div>
        )}
        <SubtitleFields form={form} info={info} />
      </div>
      <MoreChoices {...{ form, reading, info, alone }} />
    </section>
  );
}

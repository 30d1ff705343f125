import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VideoInfo } from '../../contract/video.ts';
import { isPreset } from '../../contract/video-choices.ts';
import { useClient } from '../client/client-context.tsx';
import reviewStyles from '../review/review.module.css';
import styles from './choices.module.css';
import { ExactFormats } from './exact-formats.tsx';
import { PartField } from './part-fields.tsx';
import { formatFor, type VideoForm, type VideoReading } from './video-form.ts';

interface MoreChoicesProps {
  readonly form: VideoForm;
  readonly reading: VideoReading;
  /** of the only video; `null` for several, and while nothing is known */
  readonly info: VideoInfo | null;
  /** whether they are for one video */
  readonly alone: boolean;
}

/** What most people leave alone: exact formats, a part of the video, what is written into the file. */
export function MoreChoices({ form, reading, info, alone }: MoreChoicesProps) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const exact = !isPreset(formatFor(form.format, info));
  const [open, setOpen] = useState(false);
  const duration = info?.duration ?? null;
  return (
    <details
      className={reviewStyles['more']}
      open={open || exact || reading.wrong.size > 0}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t(alone ? 'video.more' : 'video.moreForAll')}</summary>
      <div className={reviewStyles['fields']}>
        {info && info.formats.length > 0 && (
          <ExactFormats
            info={info}
            format={formatFor(form.format, info)}
            onChange={(format) => store.fillVideo({ format })}
          />
        )}
        {alone && (
          <>
            <PartField field="from" {...{ form, reading, duration }} />
            <PartField field="to" {...{ form, reading, duration }} />
          </>
        )}
        <fieldset className={styles['inside']} data-alone={alone || undefined}>
          <legend>{t('video.inside')}</legend>
          {(['chapters', 'thumbnail', 'tags'] as const).map((name) => (
            <Checkbox
              key={name}
              size="xs"
              label={t(`video.insideOf.${name}`)}
              checked={form[name]}
              onChange={(event) => store.fillVideo({ [name]: event.currentTarget.checked })}
            />
          ))}
        </fieldset>
      </div>
    </details>
  );
}

import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats } from '../client/client-context.tsx';
import { fieldLook } from '../review/field-look.ts';
import { useTyping } from '../review/use-typing.ts';
import { readPlace, type VideoForm, type VideoReading } from './video-form.ts';

interface PartFieldProps {
  readonly field: 'from' | 'to';
  readonly form: VideoForm;
  readonly reading: VideoReading;
  /** seconds, or `null` */
  readonly duration: number | null;
}

/** Where the part that is wanted begins, or ends. */
export function PartField({ field, form, reading, duration }: PartFieldProps) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const { typing, watch } = useTyping();
  const text = form[field];
  const place = readPlace(text);
  const wrong = reading.wrong.has(field) && !typing;
  const usual =
    field === 'from'
      ? t('video.fromStart')
      : duration === null
        ? t('video.toEnd')
        : t('video.toEndAt', { time: formats.clock(duration) });
  const why =
    place === null
      ? t('video.placeWrong')
      : duration !== null && place >= duration
        ? t('video.placeBehind', { time: formats.clock(duration) })
        : t('video.placeOrder');
  const understood = text.trim() === '' ? usual : place === null ? t('video.placeWrong') : formats.clock(place);
  return (
    <TextInput
      {...fieldLook}
      {...watch}
      label={t(`video.${field}`)}
      description={wrong ? null : understood}
      error={wrong ? why : null}
      value={text}
      onChange={(event) => store.fillVideo({ [field]: event.currentTarget.value })}
    />
  );
}

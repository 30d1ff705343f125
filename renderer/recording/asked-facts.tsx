import { useTranslation } from 'react-i18next';
import type { RecordingOptions } from '../../contract/recording.ts';
import { useFormats } from '../client/client-context.tsx';
import { Fact } from '../dialogs/fact.tsx';
import { qualities } from '../review/recording-form.ts';

/** What was asked of a recording. */
export function AskedFacts({ recording }: { recording: RecordingOptions }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { duration, fragment, output, from, giveUp, onGap, onDiscontinuity, repeat, wait } = recording;
  const named = qualities.find((one) => one === recording.quality);
  const quality = named ? t(`record.qualityOf.${named}`) : recording.quality;
  return (
    <>
      <Fact name={t('record.duration')} value={duration === null ? t('record.durationNone') : formats.span(duration)} />
      <Fact name={t('record.fragment')} value={fragment === null ? t('record.fragmentNone') : formats.span(fragment)} />
      <Fact name={t('record.output')} value={`${t(`record.outputOf.${output}`)}, ${quality}`} />
      <Fact name={t('record.from')} value={t(`record.fromOf.${from}`)} />
      <Fact
        name={t('record.giveUp')}
        value={giveUp === 0 ? t('record.giveUpAtOnce') : t('record.giveUpReading', { time: formats.span(giveUp) })}
      />
      <Fact name={t('record.onGap')} value={t(`record.jointOf.${onGap}`)} />
      <Fact name={t('record.onDiscontinuity')} value={t(`record.jointOf.${onDiscontinuity}`)} />
      {wait && <Fact name={t('record.wait')} value={t('record.waitHint')} />}
      {repeat !== 'never' && <Fact name={t('record.repeat')} value={t(`record.repeatOf.${repeat}`)} />}
    </>
  );
}

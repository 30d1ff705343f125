import { useTranslation } from 'react-i18next';
import type { Timeline } from '../../contract/recording.ts';
import { useFormats } from '../client/client-context.tsx';
import { Fact } from '../dialogs/fact.tsx';
import { codecName } from './player/codecs.ts';

/** What a recording is made of. */
export function StreamFacts({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { startedAt, segments, tracks, end } = timeline;
  const { stored, expected, duplicates } = segments;
  const words = ({ kind, codec, format, language }: Timeline['tracks'][number]) =>
    [codec && codecName(codec), format, language].filter(Boolean).join(', ') || kind;
  return (
    <>
      {startedAt !== null && <Fact name={t('recording.began')} value={formats.exact(startedAt)} />}
      {tracks.map((track) => (
        <Fact key={track.id} name={t(`recording.kindOf.${track.kind}`)} value={words(track)} />
      ))}
      <Fact
        name={t('recording.expected')}
        value={t('recording.segmentsOf', { stored: formats.count(stored), expected: formats.count(expected) })}
      />
      {end !== undefined && <Fact name={t('recording.ended')} value={t(`recording.endOf.${end}`)} />}
      {duplicates > 0 && <Fact name={t('recording.duplicates')} value={formats.count(duplicates)} />}
    </>
  );
}

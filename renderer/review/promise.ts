import type { TFunction } from 'i18next';
import type { Formats } from '../format/formats.ts';

/** What pressing the button will do, in words. */
export function promiseOf(
  { files, streams, scheduled }: { readonly files: number; readonly streams: number; readonly scheduled: boolean },
  t: TFunction,
  formats: Formats,
): string {
  const ofFiles = { count: files, number: formats.count(files) };
  const ofStreams = { count: streams, number: formats.count(streams) };
  if (files === 0 && streams === 0) return t('review.confirmNone');
  if (streams === 0) return t('review.confirm', ofFiles);
  if (files === 0) return scheduled ? t('review.schedule', ofStreams) : t('review.record', ofStreams);
  return t('review.both', {
    files: t('review.confirm', ofFiles),
    streams: scheduled ? t('review.andSchedule', ofStreams) : t('review.andRecord', ofStreams),
  });
}

import type { TFunction } from 'i18next';
import type { Formats } from '../format/formats.ts';

/** What is to be done, by numbers. */
interface Amounts {
  readonly files: number;
  readonly videos: number;
  readonly streams: number;
  readonly scheduled: boolean;
}

/** What pressing the button will do, in words. */
export function promiseOf({ files, videos, streams, scheduled }: Amounts, t: TFunction, formats: Formats): string {
  const counted = (count: number) => ({ count, number: formats.count(count) });
  const ofStreams = counted(streams);
  // a video among files is one of them
  const downloads = t(files === 0 ? 'review.confirmVideos' : 'review.confirm', counted(files + videos));
  if (files + videos === 0 && streams === 0) return t('review.confirmNone');
  if (streams === 0) return downloads;
  if (files + videos === 0) return scheduled ? t('review.schedule', ofStreams) : t('review.record', ofStreams);
  return t('review.both', {
    files: downloads,
    streams: scheduled ? t('review.andSchedule', ofStreams) : t('review.andRecord', ofStreams),
  });
}

import { useTranslation } from 'react-i18next';
import type { LiveFigures } from '../../contract/recording.ts';
import { useFormats } from '../client/client-context.tsx';

/** Puts the figures of recordings into words. */
export interface FigureWords {
  /** `12:34 / 1:30:00`, or without an end `12:34` */
  reached(figures: Pick<LiveFigures, 'length' | 'asked'>): string;
  fragments(count: number): string;
  /** `2 gaps, 12s missing`; empty when there is none */
  gaps(figures: { readonly gaps: number; readonly missing: number }): string;
  /** `12s behind`; empty for a stream that has ended */
  behind(seconds: number | null): string;
}

export function useFigureWords(): FigureWords {
  const { t } = useTranslation();
  const formats = useFormats();
  return {
    reached: ({ length, asked }) =>
      asked === null ? formats.clock(length) : `${formats.clock(length)} / ${formats.clock(asked)}`,
    fragments: (count) => t('row.fragments', { count, number: formats.count(count) }),
    gaps: ({ gaps, missing }) =>
      gaps === 0
        ? ''
        : t('row.gaps', { count: gaps, number: formats.count(gaps), time: formats.duration(Math.max(1, missing)) }),
    behind: (seconds) => (seconds === null ? '' : t('row.behind', { time: formats.duration(seconds) })),
  };
}

import { memo, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BreakEntry, GapEntry } from '../../contract/recording.ts';
import { type FactColumn, FactTable } from './fact-table.tsx';
import { Moment, useNarrow } from './moment.tsx';
import { type Place, placesOf } from './strip/places.ts';
import { usePlaceWords } from './use-place-words.ts';

interface GapTableProps {
  readonly gaps: GapEntry[];
  readonly breaks: BreakEntry[];
  /** milliseconds since the epoch, or `null` */
  readonly startedAt: number | null;
  /** somebody wants to see what is around this moment */
  readonly onPlay: (at: number) => void;
}

/** What is missing, and where the stream breaks although nothing is. */
export const GapTable = memo(function GapTable({ gaps, breaks, startedAt, onPlay }: GapTableProps) {
  const { t } = useTranslation();
  const words = usePlaceWords();
  const places = useMemo(() => placesOf({ fragments: [], gaps, breaks }), [gaps, breaks]);
  const { narrow } = useNarrow();
  const columns = useMemo<readonly FactColumn[]>(
    () => [
      { id: 'what', name: t('recording.what'), width: 90 },
      { id: 'start', name: t('recording.start'), width: narrow ? 72 : 150 },
      { id: 'length', name: t('recording.length'), width: narrow ? 72 : 90 },
      { id: 'cause', name: t('recording.cause'), width: '1fr' },
    ],
    [t, narrow],
  );
  const cell = useCallback(
    (place: Place, column: string) => {
      if (place.kind === 'fragment') return null;
      const gap = place.kind === 'gap' ? place.gap : null;
      switch (column) {
        case 'what':
          return <span data-gap={gap !== null || undefined}>{t(gap ? 'recording.gap' : 'recording.break')}</span>;
        case 'start':
          return <Moment at={place.at} startedAt={startedAt} />;
        case 'length':
          return gap ? words.lasts(gap) : '';
        default: {
          const text = place.kind === 'gap' ? words.cause(place.gap) : words.break(place.entry);
          return <span title={text}>{text}</span>;
        }
      }
    },
    [t, words, startedAt],
  );
  return (
    <FactTable
      label={t('recording.tabGaps')}
      empty={t('recording.noGaps')}
      columns={columns}
      rows={places}
      idOf={idOf}
      marked={null}
      onOpen={({ at }) => onPlay(at)}
      cell={cell}
    />
  );
});

function idOf(place: Place): string {
  return `${place.kind} ${place.at} ${place.kind === 'gap' ? place.gap.track : ''}`;
}

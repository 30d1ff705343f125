import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BreakEntry, FragmentEntry, GapEntry } from '../../contract/recording.ts';
import { useFormats } from '../client/client-context.tsx';
import type { Formats } from '../format/formats.ts';
import { honest } from '../format/names.ts';
import type { Place } from './strip/places.ts';

/** Puts what is on a timeline into words; the same in the picture and in the tables. */
export interface PlaceWords {
  /** all of a place in one line */
  whole(place: Place): string;
  cause(gap: GapEntry): string;
  /** how long a gap is; to a tenth of a second while it is short */
  lasts(gap: GapEntry): string;
  break(entry: BreakEntry): string;
  state(fragment: FragmentEntry): string;
}

/** The same words until the language is another. */
export function usePlaceWords(): PlaceWords {
  const { t } = useTranslation();
  const formats = useFormats();
  return useMemo(() => placeWords(t, formats), [t, formats]);
}

function placeWords(t: TFunction, formats: Formats): PlaceWords {
  const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ');
  const words = {
    cause: ({ cause, detail, segments, track }: GapEntry) =>
      joined([
        t(`recording.causeOf.${cause}`),
        detail === null ? '' : honest(detail),
        segments === 0 ? '' : t('recording.segments', { count: segments, number: formats.count(segments) }),
        track === 'main' ? '' : t('recording.track', { track: honest(track) }),
      ]),
    lasts: ({ length }: GapEntry) =>
      formats.span(length < 10 ? Math.max(0.1, Math.round(length * 10) / 10) : Math.round(length)),
    break: ({ cause, detail }: BreakEntry) =>
      joined([t(`recording.breakOf.${cause}`), detail === null ? '' : honest(detail)]),
    state: ({ state, tooLong }: FragmentEntry) =>
      joined([state === 'published' ? '' : t(`recording.stateOf.${state}`), tooLong ? t('recording.tooLong') : '']),
  };
  return {
    ...words,
    whole(place) {
      const from = formats.clock(place.at);
      if (place.kind === 'break') return joined([`${t('recording.break')} ${from}`, words.break(place.entry)]);
      const { length } = place.kind === 'gap' ? place.gap : place.fragment;
      const range = `${from}–${formats.clock(place.at + length)}`;
      if (place.kind === 'gap') {
        return joined([`${t('recording.gap')} ${range}`, words.lasts(place.gap), words.cause(place.gap)]);
      }
      const { part, size } = place.fragment;
      const name = t('recording.fragment', { number: formats.count(part) });
      return joined([`${name} ${range}`, words.state(place.fragment), size === null ? '' : formats.bytes(size)]);
    },
  };
}

import { useTranslation } from 'react-i18next';
import { useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { en } from '../i18n/en.ts';
import { useNow } from '../list/use-now.ts';
import type { Outage } from './outages.ts';

function isKnown(code: string): code is keyof typeof en.outage.why {
  return Object.hasOwn(en.outage.why, code);
}

/** An outage in words: since when, for how long it will still be tried, and why. Counts the seconds. */
export function useOutageWords(outage: Outage, giveUp: number): { readonly text: string; readonly why: string } {
  const { t } = useTranslation();
  const formats = useFormats();
  const since = Math.max(0, (useNow() - outage.since) / 1000);
  const left = giveUp - since;
  const time = formats.duration(since);
  const { code, detail, track } = outage;
  // the sentences for errors ask people to do something; an outage may well pass by itself
  const reason = t(`outage.why.${isKnown(code) ? code : 'network'}`);
  const lasts = left > 0 ? t('outage.lasts', { time, left: formats.duration(left) }) : t('outage.ends', { time });
  return {
    text: track === 'main' ? lasts : t('outage.ofTrack', { time, track: honest(track) }),
    why: detail === null ? reason : `${reason} (${detail})`,
  };
}

import type { i18n } from 'i18next';
import type { ErrorBody } from '../../contract/errors.ts';
import { readReason } from '../../contract/reasons.ts';
import type { en } from './en.ts';

/** An error in words. */
export interface Explanation {
  /** a sentence in the language of the texts: what happened and what to do */
  readonly sentence: string;
  /** the technical part, which is in no language; `null` where there is none, or the sentence says it all */
  readonly technical: string | null;
}

/** Puts an error into words: by its reason where it tells one, else by its code. */
export function explanationOf({ code, message, detail }: ErrorBody, texts: i18n): Explanation {
  const reason = code === 'unsupported' && detail !== undefined ? readReason(detail) : null;
  if (reason !== null) {
    const { what = '', scheme = '', number = '' } = reason.values;
    return {
      sentence: texts.t(`reason.${reason.name}`, { what: spoken(what, texts), scheme, number }),
      technical: null,
    };
  }
  return { sentence: texts.exists(`error.${code}`) ? texts.t(`error.${code}`) : message, technical: detail ?? null };
}

type Thing = keyof typeof en.thing;

/** What a server gives in place of a stream, which has names of its own; a media type stands for itself. */
function spoken(what: string, texts: i18n): string {
  return texts.exists(`thing.${what}`) ? texts.t(`thing.${what as Thing}`) : what;
}

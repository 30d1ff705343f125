import type { i18n } from 'i18next';
import type { ErrorBody } from '../../contract/errors.ts';

/** An error in words. */
export interface Explanation {
  /** a sentence in the language of the texts: what happened and what to do */
  readonly sentence: string;
  /** the technical part, which is in no language; `null` where there is none */
  readonly technical: string | null;
}

/** Puts an error into words. */
export function explanationOf({ code, message, detail }: ErrorBody, texts: i18n): Explanation {
  return { sentence: texts.exists(`error.${code}`) ? texts.t(`error.${code}`) : message, technical: detail ?? null };
}

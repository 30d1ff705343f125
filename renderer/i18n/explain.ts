import type { i18n } from 'i18next';
import type { ErrorBody } from '../../contract/errors.ts';

/** What happened and what to do, in the language of the texts; `detail` is the technical part, which is in no language. */
export function sentenceOf({ code, message }: ErrorBody, texts: i18n): string {
  return texts.exists(`error.${code}`) ? texts.t(`error.${code}`) : message;
}

import packageInfo from 'youtubei.js/package.json' with { type: 'json' };
import { Failure } from '../../../contract/errors.ts';
import { lineOf } from '../video/text.ts';

/** Of youtubei.js: how old what knows the site is. */
export const extractorVersion: string = packageInfo.version;

/**
 * What an error in reading an answer means: a failure stays one, anything else is that the site has changed. Never a stack: that is for
 * those who mend it, who have the cause.
 * @param where who asked, for the technical part
 */
export function outdated(error: unknown, where: string): Failure {
  if (error instanceof Failure) return error;
  const text = error instanceof Error ? error.message : String(error);
  const detail = `${where}: ${lineOf(text, 200)} (youtubei.js ${extractorVersion})`;
  return new Failure('extractor-outdated', { detail, cause: error });
}

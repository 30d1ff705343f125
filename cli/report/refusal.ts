import { printable } from '../format/printable.ts';
import { say } from '../text/say.ts';
import type { Refusal } from './reporter.ts';

/** What to say of a link that did not become a task: a sentence, and a hint or detail under it. */
export function refusalLines({ url, error, duplicateOf }: Refusal): { readonly line: string; readonly more?: string } {
  const link = printable(url);
  if (duplicateOf !== null) return { line: say.duplicate(link), more: say.duplicateHint };
  const line = say.refused(link, error.message);
  return error.detail === undefined ? { line } : { line, more: printable(error.detail) };
}

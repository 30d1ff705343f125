import type { TemplateFields } from '../../../contract/name-template.ts';
import { nameFromTemplate } from '../../files/template.ts';

/** What the name of a fragment is made of. */
export interface FragmentNaming {
  /** see `nameFromTemplate` */
  readonly template: string;
  readonly title: string;
  /** of the task */
  readonly id: string;
  /** there is one file and no other will follow, so that it needs no number */
  readonly single: boolean;
}

/** The field for the number, with the word and the signs that lead to it. */
const numbered = /[\s._,#([-]*(?:(?<![\p{L}\p{N}])part)?[\s._,#([-]*\{part(?::0{1,10})?\}[)\]]?/giu;

/**
 * A safe name for a fragment. The extension comes last unless the template has a place for it.
 * @param date of its first picture, milliseconds since the epoch
 * @throws Failure `invalid-input` for a template with unknown fields
 */
export function fragmentName(naming: FragmentNaming, part: number, date: number, extension: string): string {
  const { template, title, id, single } = naming;
  const unnumbered = single && part === 1 ? template.replace(numbered, '') : template;
  const filled = unnumbered.trim() === '' ? template : unnumbered;
  const full = filled.includes('{ext}') ? filled : `${filled}.{ext}`;
  const fields: TemplateFields = { title, id, ext: extension, part, startedAt: new Date(date) };
  return nameFromTemplate(full, fields);
}

import { Failure } from '../../contract/errors.ts';
import { fillTemplate, type TemplateFields, unknownField } from '../../contract/name-template.ts';
import { cleanName, safeName } from './name.ts';

/**
 * A safe name from a template, see `fillTemplate`. A name that would be too long loses characters of its title only, so that
 * different parts stay different. Throws `invalid-input` for an unknown field.
 */
export function nameFromTemplate(template: string, fields: TemplateFields): string {
  const unknown = unknownField(template);
  if (unknown !== null) {
    throw new Failure('invalid-input', { detail: `unknown field ${unknown} in ${template}` });
  }
  const name = (title: string) => fillTemplate(template, { ...fields, title });
  const title = [...cleanName(fields.title)];
  // The shortening must not depend on what else it cuts: try the longest beginning of the title that leaves the rest whole.
  let low = 0;
  let high = title.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isWhole(name(title.slice(0, middle).join('')))) low = middle;
    else high = middle - 1;
  }
  return safeName(name(title.slice(0, low).join('').trimEnd()));
}

/** Bytes and units that `safeName` leaves alone, with a little room for an underscore before a reserved name. */
function isWhole(name: string): boolean {
  return Buffer.byteLength(name) <= 240 && name.normalize('NFD').length <= 240;
}

import { Failure } from '../../contract/errors.ts';
import { cleanName, safeName } from './name.ts';

/** What a template may speak of. */
export interface TemplateFields {
  readonly title: string;
  readonly id: string;
  /** without the dot; may be empty */
  readonly ext: string;
  /** number of the fragment, from 1; `null` when there is only one file */
  readonly part: number | null;
  /** when the work began; shown in the time zone of this computer */
  readonly startedAt: Date;
}

/**
 * A safe name from a template such as `{title} {date} part {part:000}.{ext}`. Fields are `{title}`, `{date}` (2026-01-31),
 * `{time}` (13-05-59), `{id}`, `{ext}` and `{part}`, with zeros after a colon for its least width. A name that would be too
 * long loses characters of its title only, so that different parts stay different. Throws `invalid-input` for a field that
 * is not in this list.
 */
export function nameFromTemplate(template: string, fields: TemplateFields): string {
  const name = (title: string) => filled(template, { ...fields, title });
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

function filled(template: string, fields: TemplateFields): string {
  // One pass: what a title holds is never read as a field.
  const text = template.replace(/\{([^{}]*)\}/gu, (whole, field: string) => {
    const value = fieldValue(field, fields);
    if (value === undefined) throw new Failure('invalid-input', { detail: `unknown field ${whole} in ${template}` });
    return value;
  });
  // Without an extension the dot before it goes too.
  return fields.ext === '' ? text.replace(/\.$/u, '') : text;
}

function fieldValue(field: string, fields: TemplateFields): string | undefined {
  const { startedAt: at } = fields;
  const part = /^part(?::(0{1,10}))?$/u.exec(field);
  if (part !== null) return fields.part === null ? '' : String(fields.part).padStart(part[1]?.length ?? 1, '0');
  switch (field) {
    case 'title':
      return fields.title;
    case 'id':
      return fields.id;
    case 'ext':
      return fields.ext;
    case 'date':
      return [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
    case 'time':
      return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('-');
    default:
      return undefined;
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** What fragments are called unless somebody says otherwise. */
export const usualTemplate = '{title} {date} {time} part {part:000}';

/** What videos are called unless somebody says otherwise; outside a list the number and the space behind it are nothing. */
export const usualVideoTemplate = '{number:000} {title}';

/** What a template for names may speak of. */
export interface TemplateFields {
  readonly title: string;
  readonly id: string;
  /** without the dot; may be empty */
  readonly ext: string;
  /** number of the fragment, from 1; `null` when there is only one file */
  readonly part: number | null;
  /** place in the list it was taken from, from 1; `null` for what stands alone */
  readonly number?: number | null;
  /** who made it known; `null` when nobody knows */
  readonly channel?: string | null;
  /** when the work began; shown in the time zone of this computer */
  readonly startedAt: Date;
}

/**
 * Fills a template such as `{title} {date} part {part:000}.{ext}`. Fields are `{title}`, `{date}` (2026-01-31), `{time}`
 * (13-05-59), `{id}`, `{ext}`, `{channel}`, `{part}` and `{number}`, the last two with zeros after a colon for their least width; a
 * field that is not in this list stays as it is. The result need not be a safe name.
 */
export function fillTemplate(template: string, fields: TemplateFields): string {
  // One pass: what a title holds is never read as a field.
  const text = template.replace(/\{([^{}]*)\}/gu, (whole, field: string) => fieldValue(field, fields) ?? whole);
  // Without an extension the dot before it goes too.
  return fields.ext === '' ? text.replace(/\.$/u, '') : text;
}

/** The first field of a template that nobody knows, with its braces; `null` when all are known. */
export function unknownField(template: string): string | null {
  const nothing: TemplateFields = { title: '', id: '', ext: '', part: 1, startedAt: new Date(0) };
  const fields = [...template.matchAll(/\{([^{}]*)\}/gu)];
  return fields.find(([, field = '']) => fieldValue(field, nothing) === undefined)?.[0] ?? null;
}

function fieldValue(field: string, fields: TemplateFields): string | undefined {
  const { startedAt: at } = fields;
  const counted = /^(part|number)(?::(0{1,10}))?$/u.exec(field);
  if (counted !== null) {
    const count = fields[counted[1] as 'part' | 'number'] ?? null;
    return count === null ? '' : String(count).padStart(counted[2]?.length ?? 1, '0');
  }
  switch (field) {
    case 'title':
      return fields.title;
    case 'channel':
      return fields.channel ?? '';
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

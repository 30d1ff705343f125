import { anchor, escaped, inline } from './markup.ts';
import type { Schema } from './schemas.ts';

/** What a value is, in a few words, as HTML; components are links. */
export function kindOf(schema: Schema): string {
  const { $ref, type, oneOf, anyOf, allOf, items, properties } = schema;
  if ($ref !== undefined) return reference($ref);
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(JSON.stringify(value))).join(' | ');
  const several = oneOf ?? anyOf ?? allOf;
  if (several !== undefined) return several.map(kindOf).join(allOf === undefined ? ' | ' : ' &amp; ');
  if (type === 'array') return `array of ${items === undefined ? 'anything' : kindOf(items)}`;
  if (type === undefined) return properties === undefined ? 'anything' : 'object';
  return escaped([type].flat().join(' | '));
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

function reference(address: string): string {
  const name = address.split('/').at(-1) ?? '';
  return `<a href="#${anchor('schema', name)}">${escaped(name)}</a>`;
}

/** The fields of an object and of the objects in it, as rows of a table; of several forms, those of each. */
export function fieldTable(schema: Schema, caption: string): string {
  const rows = fieldRows(schema, '');
  if (rows.length === 0) return '';
  return table(caption, rows);
}

/** A row: the name, what it is, what it means; HTML but for the name. */
export interface Row {
  readonly name: string;
  readonly required: boolean;
  readonly kind: string;
  readonly says: string;
}

/** A table of fields. */
export function table(caption: string, rows: readonly Row[]): string {
  const body = rows.map(
    ({ name, required, kind, says }) =>
      `<tr><th scope="row"><code>${escaped(name)}</code>${required ? ' <small>required</small>' : ''}</th>` +
      `<td>${kind}</td><td>${says}</td></tr>`,
  );
  return (
    `<div class="wide" tabindex="0" role="group" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption>` +
    `<thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Meaning</th></tr></thead>` +
    `<tbody>${body.join('')}</tbody></table></div>`
  );
}

function fieldRows(schema: Schema, before: string): readonly Row[] {
  const { properties = {}, required = [], oneOf, anyOf, allOf, items } = schema;
  const inner = [...(oneOf ?? []), ...(anyOf ?? []), ...(allOf ?? [])];
  const own = Object.entries(properties).flatMap(([name, field]) => {
    const path = `${before}${name}`;
    const row = { name: path, required: required.includes(name), kind: kindOf(field), says: meaning(field) };
    return [row, ...fieldRows(field, `${path}.`)];
  });
  const below = [...inner, ...(items === undefined ? [] : [items])].flatMap((part) => fieldRows(part, before));
  return once([...own, ...below]);
}

/** A field that stands in several forms has one row for each thing it can be. */
function once(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [`${row.name} ${row.kind}`, row])).values()];
}

/** What a field means, and its limits, as HTML. */
export function meaning(schema: Schema): string {
  const { description } = schema;
  const limits = limitsOf(schema);
  return [
    ...(description === undefined ? [] : [inline(ended(description))]),
    ...(limits.length === 0 ? [] : [`<small>${limits.join(', ')}</small>`]),
  ].join(' ');
}

function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** A keyword and what it says; the value stands at the `#`. */
const limits: readonly (readonly [keyword: string, says: string])[] = [
  ['minimum', 'at least #'],
  ['exclusiveMinimum', 'more than #'],
  ['maximum', 'at most #'],
  ['minLength', 'at least # characters'],
  ['maxLength', 'at most # characters'],
  ['minItems', 'at least # entries'],
  ['maxItems', 'at most # entries'],
  ['pattern', 'as #'],
];

function limitsOf(schema: Schema): readonly string[] {
  const parts = [schema, ...(schema.anyOf ?? [])];
  const own = parts.flatMap((part) =>
    limits.flatMap(([keyword, says]) =>
      // every whole number has these
      part[keyword] === undefined || Math.abs(Number(part[keyword])) === Number.MAX_SAFE_INTEGER
        ? []
        : [says.replace('#', () => code(String(part[keyword])))],
    ),
  );
  return schema.default === undefined ? own : [...own, `${code(JSON.stringify(schema.default))} when absent`];
}

import { fillTemplate, type TemplateFields, unknownField } from '../../contract/name-template.ts';

/** What is wrong with a template for the names of recordings. */
export type NameTrouble =
  | { readonly kind: 'empty' | 'long' | 'signs' }
  | { readonly kind: 'unknown'; readonly field: string };

/** Characters that the contract takes at most. */
const longest = 500;

/** Looks at a template before it takes effect; `null` when all is well. */
export function troubleWith(template: string): NameTrouble | null {
  if (template.trim() === '') return { kind: 'empty' };
  if (template.length > longest) return { kind: 'long' };
  const field = unknownField(template);
  if (field !== null) return { kind: 'unknown', field };
  // `{part:000}` has the only colon that is none of a name.
  return /[/\\<>:"|?*]/.test(template.replace(/\{[^{}]*\}/g, '')) ? { kind: 'signs' } : null;
}

/** Whether the number of a fragment stands in its name. */
export function hasPart(template: string): boolean {
  return /\{part(?::0{1,10})?\}/.test(template);
}

/** The name of a first fragment by a template that is right. */
export function exampleName(template: string, title: string, startedAt: Date): string {
  const fields: TemplateFields = { title, id: '4k7m2x9q1c', ext: 'mp4', part: 1, startedAt };
  return fillTemplate(template.includes('{ext}') ? template : `${template}.{ext}`, fields).trim();
}

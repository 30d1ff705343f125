/** What a piece of an id stands for. */
export type Match =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly ids: readonly string[] };

/**
 * Finds the tasks whose ids begin with each of `prefixes`; a whole id always stands for itself. Letters may be upper case, and
 * `o`, `i`, `l` are read as the digits they look like (Crockford's base 32 has no such letters).
 */
export function matchIds(prefixes: readonly string[], ids: Iterable<string>): Match[] {
  const wanted = prefixes.map(normalId);
  const found = wanted.map((): string[] => []);
  for (const id of ids) {
    wanted.forEach((prefix, index) => {
      if (id.startsWith(prefix)) found[index]?.push(id);
    });
  }
  return found.map((each, index) => {
    const exact = each.find((id) => id === wanted[index]);
    const [first, second] = each;
    if (exact !== undefined) return { kind: 'one', id: exact };
    if (first === undefined) return { kind: 'none' };
    return second === undefined ? { kind: 'one', id: first } : { kind: 'several', ids: each };
  });
}

/** An id or the beginning of one as it is stored. */
export function normalId(text: string): string {
  return text.toLowerCase().replaceAll('o', '0').replace(/[il]/g, '1');
}

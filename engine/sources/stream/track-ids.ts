/**
 * Names for the subtitles of a stream, each once and safe in a file name: `subtitles-en`, `subtitles-en-2`. The same again for
 * the same list.
 */
export function subtitleIds(
  list: readonly { readonly language: string | null; readonly name: string | null }[],
): string[] {
  const used = new Map<string, number>();
  return list.map(({ language, name }) => {
    const word = (language ?? name ?? '').toLowerCase().replace(/[^a-z0-9]+/gu, '-');
    const id = `subtitles-${word.replace(/^-+|-+$/gu, '').slice(0, 30) || 'x'}`;
    const count = (used.get(id) ?? 0) + 1;
    used.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  });
}

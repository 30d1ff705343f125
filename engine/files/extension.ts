/**
 * Splits a file name before its extension: `['a', '.tar.gz']`, `['b', '.mp4']`, `['README', '']`. What belongs together
 * stays together (`.tar.gz`, `.7z.001`). An extension has at most 16 characters, no space, and something before it.
 */
export function splitExtension(name: string): readonly [stem: string, extension: string] {
  // Only the end matters; a bounded piece keeps the search short on hostile names.
  const tail = name.slice(-64);
  const found = compound.exec(tail) ?? simple.exec(tail);
  if (found === null || found[0].length >= name.length) return [name, ''];
  return [name.slice(0, -found[0].length), found[0]];
}

const compound = /\.(?:tar\.[a-z0-9]{1,4}|[a-z0-9]{2,4}\.[0-9]{3})$/iu;
const simple = /\.[\p{L}\p{N}_~+-]{1,16}$/u;

/** JSON in a string in JSON: more often nobody packs anything. */
const timesAtMost = 3;

/**
 * The text of a script with what escapes hide in addresses made plain: `\/`, `\u0026`, `\x2f`, `&amp;`, also several times over.
 * What that does to the rest of the script does not matter here.
 */
export function plainScript(text: string): string {
  let plain = text;
  for (let time = 0; time < timesAtMost; time += 1) {
    const next = plain
      .replace(/\\+(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/giu, (_, long?: string, short?: string) =>
        String.fromCharCode(Number.parseInt(long ?? short ?? '', 16)),
      )
      .replace(/\\+\//gu, '/')
      .replace(/&(?:amp|#38|#x26);/giu, '&');
    if (next === plain) break;
    plain = next;
  }
  return plain;
}

/**
 * What a site calls something, as one line that is safe to show: what a site sends is data, and a terminal or a window must not take
 * it for anything else. Control characters and those that turn the direction of text are taken out.
 * @param most characters that are kept
 */
export function lineOf(text: string, most: number): string {
  return clipped(withoutControls(beginning(text, most).replace(/\s+/gu, ' ')).trim(), most);
}

/** As `lineOf`, with its line breaks. */
export function linesOf(text: string, most: number): string {
  const lines = beginning(text, most)
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => withoutControls(line.replaceAll('\t', ' ')).trimEnd());
  return clipped(lines.join('\n').trim(), most);
}

/** Of what may be millions of characters, as many as are looked at. What is taken out is hardly ever more than what is kept. */
function beginning(text: string, most: number): string {
  return text.slice(0, most * 4 + 1000);
}

/** `Cc` are the control characters, the others override the direction of what stands before and behind them. */
function withoutControls(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** Never half a character. */
function clipped(text: string, most: number): string {
  return text.length <= most
    ? text
    : text
        .slice(0, most)
        .replace(/[\ud800-\udbff]$/u, '')
        .trimEnd();
}

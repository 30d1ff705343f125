/** The first sentence of a text, without its full stop. */
export function firstSentence(text: string): string {
  return /^[^.]*/.exec(text)?.[0] ?? text;
}

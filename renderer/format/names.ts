/**
 * Characters that are not seen but change how the rest is read: controls, line separators, and the marks that reorder
 * text (Unicode UAX #9). With them `gpj.exe` can be made to look like `exe.jpg`.
 */
const unseen = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** A name that cannot pretend to be another: what is unseen is shown as a replacement character. */
export function honest(name: string): string {
  return name.replace(unseen, '\ufffd');
}

/** Characters at the end of a name that are never cut off; long enough for a number and an extension. */
const tailLength = 12;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Splits a name so that a narrow column can cut it in its middle: the head may be shortened, the tail (number and
 * extension, by which names in a series differ) stays. Never inside a grapheme. The tail is empty for a short name.
 */
export function headAndTail(name: string): { head: string; tail: string } {
  if (name.length <= tailLength * 2) return { head: name, tail: '' };
  let at = name.length;
  let taken = 0;
  // only the end is looked at: segmenting the whole of a long name for each row would be felt while scrolling
  const from = Math.max(0, name.length - tailLength * 8);
  const pieces = [...graphemes.segment(name.slice(from))];
  for (const piece of pieces.reverse()) {
    if (taken === tailLength) break;
    at = from + piece.index;
    taken += 1;
  }
  return { head: name.slice(0, at), tail: name.slice(at) };
}

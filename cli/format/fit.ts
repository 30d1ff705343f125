import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

/** Cuts text in its middle so that it takes `width` columns at most; the end of a name says what it is, so it stays. */
export function cutMiddle(text: string, width: number): string {
  return width < 1 ? '' : cliTruncate(text, width, { position: 'middle' });
}

/** Cuts text at its end so that it takes `width` columns at most. */
export function cutEnd(text: string, width: number): string {
  return width < 1 ? '' : cliTruncate(text, width);
}

/** Text in exactly `width` columns: cut in its middle or filled up on the right; wide and combined characters counted as shown. */
export function fitLeft(text: string, width: number): string {
  const cut = cutMiddle(text, width);
  return cut + ' '.repeat(Math.max(0, width - stringWidth(cut)));
}

/** Text moved to the right end of `width` columns; longer text stays as it is. */
export function fitRight(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - stringWidth(text))) + text;
}

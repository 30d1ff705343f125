import { readHeaderLines } from '../../contract/header-lines.ts';
import type { Header } from '../../contract/transfer.ts';

/** Reads the lines of a file of headers, see `readHeaderLines`. `undefined` when one is none. */
export function parseHeaderLines(text: string): readonly Header[] | undefined {
  const { headers, wrong } = readHeaderLines(text);
  return wrong.length === 0 ? headers : undefined;
}

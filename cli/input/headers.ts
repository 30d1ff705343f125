import { parseHeader } from '../../contract/header-lines.ts';
import type { Header } from '../../contract/transfer.ts';
import { parseHeaderLines } from '../parse/header.ts';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { readText } from './read-text.ts';

/** The headers of all `--header`: `Name: value`, or `@FILE` with one on each line, which keeps secrets out of the process list. */
export async function headersFrom(given: readonly string[]): Promise<Header[]> {
  const headers: Header[] = [];
  for (const each of given) {
    if (each.startsWith('@')) {
      const file = each.slice(1);
      const lines = parseHeaderLines(await readText(file));
      if (lines === undefined) throw new WrongUse(wrong.headerFile(file));
      headers.push(...lines);
      continue;
    }
    const header = parseHeader(each);
    // The value may be a secret, so only the name is repeated.
    if (header === undefined) throw new WrongUse(wrong.header(each.split(':', 1)[0] ?? ''));
    headers.push(header);
  }
  return headers;
}

import type { Header } from './transfer.ts';

/** RFC 9110 section 5.1: a field name is a token. */
export const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110 section 5.5: no CR, LF or NUL in a value. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the three characters a field value may never hold
export const fieldValue = /^[^\u0000\r\n]*$/;

/** What a text of header fields holds. */
interface HeaderLines {
  readonly headers: readonly Header[];
  /** numbers of the lines, from 1, that hold no field */
  readonly wrong: readonly number[];
}

/** Reads `Name: value` as in an HTTP message; `undefined` when the name is no token or the value holds a line break (RFC 9110 section 5). */
export function parseHeader(line: string): Header | undefined {
  const colon = line.indexOf(':');
  if (colon < 1) return undefined;
  const name = line.slice(0, colon).trim();
  const value = line.slice(colon + 1).trim();
  return fieldName.test(name) && fieldValue.test(value) ? { name, value } : undefined;
}

/** Reads header fields, one on each line: empty lines and those that begin with `#` are passed over. */
export function readHeaderLines(text: string): HeaderLines {
  const headers: Header[] = [];
  const wrong: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const parsed = parseHeader(line);
    if (parsed === undefined) wrong.push(index + 1);
    else headers.push(parsed);
  }
  return { headers, wrong };
}

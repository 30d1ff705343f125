import { type Header, header } from '../../contract/transfer.ts';

/** Reads `Name: value` as in an HTTP message; `undefined` when the name is no token or the value holds a line break (RFC 9110 section 5). */
export function parseHeader(line: string): Header | undefined {
  const colon = line.indexOf(':');
  if (colon < 1) return undefined;
  const parsed = header.safeParse({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() });
  return parsed.success ? parsed.data : undefined;
}

/** Reads the lines of a file of headers: empty ones and those that begin with `#` are passed over. `undefined` when one is none. */
export function parseHeaderLines(text: string): Header[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const headers = lines.map(parseHeader);
  return headers.every((each) => each !== undefined) ? headers : undefined;
}

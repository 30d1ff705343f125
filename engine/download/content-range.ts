/** What a 206 says it carries (RFC 9110 section 14.4). */
export interface ContentRange {
  readonly start: number;
  /** exclusive */
  readonly end: number;
  /** bytes of the whole, or `null` for `*` */
  readonly total: number | null;
}

/** Parses `Content-Range: bytes 0-99/1000`; `undefined` for anything that is not a sane range of bytes. */
export function parseContentRange(value: string | undefined): ContentRange | undefined {
  const match = /^\s*bytes\s+(\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)\s*$/i.exec(value ?? '');
  if (match === null) return undefined;
  const start = Number(match[1]);
  const end = Number(match[2]) + 1;
  const total = match[3] === '*' ? null : Number(match[3]);
  if (end <= start || !Number.isSafeInteger(end) || (total !== null && (end > total || !Number.isSafeInteger(total)))) {
    return undefined;
  }
  return { start, end, total };
}

/** The size that a 416 tells (`bytes *\/1000`), or `undefined`. */
export function unsatisfiedTotal(value: string | undefined): number | undefined {
  const match = /^\s*bytes\s+\*\/(\d{1,16})\s*$/i.exec(value ?? '');
  return match === null ? undefined : Number(match[1]);
}

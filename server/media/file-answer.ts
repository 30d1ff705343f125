import { parseHttpDate } from '../../engine/net/http-date.ts';
import { namesValidator, namesWeakly } from '../operation/names-validator.ts';
import { type ByteRange, byteRange } from './byte-range.ts';
import type { FileFacts } from './open-file.ts';

/** What a request says of the file it wants. */
export interface AskedFile {
  readonly method: string;
  /** a field of the request by its name in lower case */
  header(name: string): string | undefined;
}

/** What is to be answered. There are bytes where there is a `range`. */
export interface FileAnswer {
  readonly status: 200 | 206 | 304 | 412 | 416;
  readonly headers: Readonly<Record<string, string>>;
  readonly range: ByteRange | null;
}

/**
 * Decides about an answer that is a file: preconditions in the order of RFC 9110 section 13.2.2, then the range (section 14.2), which
 * only a GET may ask for. Several ranges are answered with the whole.
 * @param now milliseconds since the epoch
 */
export function fileAnswer(asked: AskedFile, facts: FileFacts, now: number): FileAnswer {
  const { size } = facts;
  const validators = validatorsOf(facts, now);
  const headers = { 'Accept-Ranges': 'bytes', ETag: validators.etag, 'Last-Modified': httpDate(validators.modified) };
  const refusal = preconditions(asked, validators);
  if (refusal !== null) return { status: refusal, headers, range: null };
  const wanted = asked.method === 'GET' && ifRange(asked, validators) ? asked.header('range') : undefined;
  const range = byteRange(wanted ?? null, size);
  if (range === 'none') {
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` }, range: null };
  }
  const { first, last } = range === 'whole' ? { first: 0, last: size - 1 } : range;
  return {
    status: range === 'whole' ? 200 : 206,
    headers: {
      ...headers,
      'Content-Length': String(last + 1 - first),
      ...(range === 'whole' ? {} : { 'Content-Range': `bytes ${first}-${last}/${size}` }),
    },
    range: { first, last },
  };
}

interface Validators {
  /** a strong one: any change of the file is another size or another time, to the nanosecond */
  readonly etag: string;
  /** whole seconds since the epoch */
  readonly modified: number;
  /** whether the date alone tells this state from any other (section 8.8.2.2): it is not of the second that still runs */
  readonly isDateStrong: boolean;
}

function validatorsOf({ size, modified, inode }: FileFacts, now: number): Validators {
  const etag = `"${[BigInt(size), modified, inode].map((part) => part.toString(36)).join('-')}"`;
  const second = Number(modified / 1_000_000_000n);
  const present = Math.floor(now / 1000);
  // a date in the future may not be said (section 8.8.2.1)
  return { etag, modified: Math.min(second, present), isDateStrong: second + 1 < present };
}

function preconditions({ method, header }: AskedFile, { etag, modified }: Validators): 304 | 412 | null {
  const match = header('if-match');
  const unmodified = parseHttpDate(header('if-unmodified-since'));
  if (match !== undefined) {
    if (!namesValidator(match, etag)) return 412;
  } else if (unmodified !== undefined && modified * 1000 > unmodified) return 412;
  const noneMatch = header('if-none-match');
  const since = parseHttpDate(header('if-modified-since'));
  const isRead = method === 'GET' || method === 'HEAD';
  if (noneMatch !== undefined) {
    // a comparison of weak kind (section 13.1.2)
    if (namesWeakly(noneMatch, etag)) return isRead ? 304 : 412;
  } else if (isRead && since !== undefined && modified * 1000 <= since) return 304;
  return null;
}

/** Whether a range may be given: without `If-Range`, or with the very state that it names (section 13.1.5). */
function ifRange({ header }: AskedFile, { etag, modified, isDateStrong }: Validators): boolean {
  const condition = header('if-range')?.trim();
  if (condition === undefined) return true;
  if (condition.endsWith('"')) return condition === etag;
  return isDateStrong && parseHttpDate(condition) === modified * 1000;
}

function httpDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString();
}

import { Failure } from '../../contract/errors.ts';
import { HeaderList } from './header-list.ts';

/** Status and fields of a response (RFC 9112 sections 4 and 5). */
export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderList;
  /** how the body ends (RFC 9112 section 6.3) */
  readonly framing: Framing;
  /** whether the connection may serve another request afterwards (RFC 9112 section 9.3) */
  readonly keepAlive: boolean;
}

export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

/** A head that is longer than this is an attack or a broken server; browsers stop at 256 KiB, curl at 300, Node at 16. */
export const MAX_HEAD_BYTES = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/**
 * Where the head ends in `bytes` (the offset after the empty line), or -1 when it is not complete yet. Bare LF counts as
 * a line end (RFC 9112 section 2.2).
 * @param from offset before which no end was found, to go on after more bytes came
 */
export function headEnd(bytes: Uint8Array, from: number): number {
  for (let at = Math.max(0, from - 3); at < bytes.length; at += 1) {
    at = bytes.indexOf(LF, at);
    if (at < 0) return -1;
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/**
 * Parses a complete head.
 * @param text the head as latin1, with its empty line
 * @throws Failure `source-unavailable` when it is not HTTP or its framing is contradictory
 */
export function parseHead(text: string): ResponseHead {
  const lines = text.replace(/^(?:\r?\n)+/, '').split(/\r?\n/);
  // SHOUTcast servers answer like HTTP/1.0 under a name of their own.
  const status = /^(?:HTTP\/1\.([01])|ICY) (\d{3})(?: (.*))?$/s.exec(lines[0] ?? '');
  if (status === null) throw broken(`not an HTTP response: ${JSON.stringify((lines[0] ?? '').slice(0, 60))}`);
  const fields: [string, string][] = [];
  for (const line of lines.slice(1)) {
    if (line === '') continue;
    const last = fields.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last !== undefined) last[1] = `${last[1]} ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? '' : line.slice(0, colon);
    // Whoever writes `Content-Length : 5` or a line without a name may mean anything; such lines decide nothing here.
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) continue;
    fields.push([name, line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')]);
  }
  const headers = new HeaderList(fields);
  const code = status[1] === undefined ? icyStatus(Number(status[2])) : Number(status[2]);
  const framing = bodyFraming(code, headers);
  return {
    status: code,
    reason: status[3] ?? '',
    headers,
    framing,
    keepAlive: framing.kind !== 'until-close' && mayReuse(status[1] === '1', headers),
  };
}

/** SHOUTcast 1 says 400 when it has as many listeners as it can take, and 401 while nobody plays to it. */
function icyStatus(code: number): number {
  return code === 400 || code === 401 ? 503 : code;
}

function bodyFraming(status: number, headers: HeaderList): Framing {
  if (status < 200 || status === 204 || status === 304) return { kind: 'none' };
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined) {
    if (coding.trim().toLowerCase() === 'chunked') return { kind: 'chunked' };
    throw broken(`transfer coding ${JSON.stringify(coding.slice(0, 60))}`);
  }
  const lengths = new Set(
    headers.all('content-length').flatMap((value) => value.split(',').map((part) => part.trim())),
  );
  if (lengths.size === 0) return { kind: 'until-close' };
  const [only = ''] = lengths;
  const length = Number(only);
  if (lengths.size > 1 || !/^\d+$/.test(only) || !Number.isSafeInteger(length)) {
    throw broken(`Content-Length ${JSON.stringify([...lengths].join(', ').slice(0, 60))}`);
  }
  return length === 0 ? { kind: 'none' } : { kind: 'length', length };
}

function mayReuse(version11: boolean, headers: HeaderList): boolean {
  const options = (headers.get('connection') ?? '')
    .toLowerCase()
    .split(',')
    .map((option) => option.trim());
  return version11 ? !options.includes('close') : options.includes('keep-alive');
}

function broken(detail: string): Failure {
  return new Failure('source-unavailable', { detail: `the server sent a broken answer: ${detail}`, retryable: false });
}

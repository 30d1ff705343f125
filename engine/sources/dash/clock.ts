import type { HeaderList } from '../../net/header-list.ts';
import { parseHttpDate } from '../../net/http-date.ts';
import type { Web } from '../../record/web.ts';
import { readDate } from '../date.ts';
import { webUrlOrNull } from '../web-url.ts';
import type { Manifest } from './manifest.ts';

/** Bytes of an answer that is a date. */
const dateAtMost = 64 * 1024;
/** Milliseconds by which a date in whole seconds, seen through a network, may be off without meaning anything. */
const coarse = 2000;

/** How a clock is asked. */
export interface ClockFetch {
  readonly web: Web;
  readonly referer: string | null;
  readonly signal: AbortSignal;
  /** this computer's clock, milliseconds since the epoch */
  readonly now: () => number;
}

/**
 * Milliseconds to add to this computer's clock for the server's: by the clock the manifest names (UTCTiming, ISO/IEC 23009-1
 * section 5.8.4.11: `direct`, `http-xsdate`, `http-iso`, `http-head`), else by the date of the answer the manifest came with
 * (RFC 9110 section 6.6.1). A clock that does not answer counts for nothing.
 */
export async function clockOffset(manifest: Manifest, headers: HeaderList, fetch: ClockFetch): Promise<number> {
  for (const { scheme, value } of manifest.clocks) {
    const method = /^urn:mpeg:dash:utc:([a-z-]+):\d{4}$/u.exec(scheme.trim())?.[1] ?? '';
    const offset = await askClock(method, value, manifest.url, fetch);
    if (offset !== null) return offset;
  }
  return offsetByDate(headers, fetch.now()) ?? 0;
}

async function askClock(method: string, value: string, base: string, fetch: ClockFetch): Promise<number | null> {
  if (method === 'direct') {
    const at = readDate(value);
    return at === null ? null : at - fetch.now();
  }
  if (method !== 'http-xsdate' && method !== 'http-iso' && method !== 'http-head') return null;
  for (const reference of value.split(/\s+/u)) {
    const url = reference === '' ? null : webUrlOrNull(reference, base);
    if (url === null) continue;
    const asked = fetch.now();
    const { web, referer, signal } = fetch;
    const answer = await web.get({ url, atMost: dateAtMost, referer, signal }).catch(() => {
      signal.throwIfAborted();
      return null;
    });
    if (answer === null) continue;
    // The answer was written about half-way between the request and its arrival.
    const here = (asked + fetch.now()) / 2;
    if (method === 'http-head') return offsetByDate(answer.headers, here);
    const at = readDate(new TextDecoder().decode(answer.body));
    if (at !== null) return at - here;
  }
  return null;
}

/** Of an answer that lay in a cache for a while, its age counts too. */
function offsetByDate(headers: HeaderList, now: number): number | null {
  const date = parseHttpDate(headers.first('date'));
  if (date === undefined) return null;
  const age = /^\d{1,8}$/u.exec(headers.first('age')?.trim() ?? '')?.[0] ?? '0';
  const offset = date + Number(age) * 1000 - now;
  return Math.abs(offset) <= coarse ? 0 : offset;
}

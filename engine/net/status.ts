import { Failure } from '../../contract/errors.ts';
import { parseHttpDate } from './http-date.ts';
import type { ResponseHead } from './response-head.ts';

/**
 * The failure that an HTTP status means (RFC 9110 section 15). To be asked only for statuses that are no success.
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date
 */
export function statusFailure(head: Pick<ResponseHead, 'status' | 'reason' | 'headers'>, now: number): Failure {
  const detail = `HTTP ${head.status}${head.reason ? ` ${head.reason.replace(/[^\x20-\x7e]/g, '').slice(0, 80)}` : ''}`;
  const wait = retryAfterMs(head.headers.first('retry-after'), now);
  const after = wait === undefined ? {} : { retryAfterMs: wait };
  switch (head.status) {
    case 401:
      return new Failure('auth-required', { detail });
    case 407:
      return new Failure('auth-required', { detail: `${detail}: the proxy wants a user name and password` });
    case 403:
    case 451:
      return new Failure('forbidden', { detail });
    case 404:
    case 410:
      return new Failure('not-found', { detail });
    case 408:
      return new Failure('timeout', { detail, ...after });
    case 425:
    case 429:
      return new Failure('rate-limited', { detail, ...after });
    default:
      return head.status >= 500
        ? new Failure('source-unavailable', { detail, ...after, retryable: head.status !== 501 && head.status !== 505 })
        : new Failure('source-unavailable', { detail, retryable: false });
  }
}

/**
 * Milliseconds that a `Retry-After` asks to wait (RFC 9110 section 10.2.3: seconds or a date), `undefined` when it is
 * absent or makes no sense.
 */
function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const date = parseHttpDate(value);
  return date === undefined ? undefined : Math.max(0, date - now);
}

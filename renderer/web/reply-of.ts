import { type ErrorBody, type ErrorCode, errorHelp } from '../../contract/errors.ts';
import type { Reply } from '../../contract/reply.ts';

/**
 * What a call gets when Sluice did not answer it. Known by being this very value: a `network` of another one is trouble between
 * Sluice and a third party.
 */
export const unreachable: ErrorBody = { code: 'network', message: 'Sluice does not answer.' };

/** Statuses by which something between says that Sluice is not there. */
const goneBehindProxy: ReadonlySet<number> = new Set([502, 503, 504]);

/** Reads an answer; what is wrong comes as a problem (RFC 9457) with one of the codes of `contract/errors.ts`. */
export async function replyOf<T>(response: Response): Promise<Reply<T>> {
  const body: unknown = response.status === 204 ? {} : await response.json().catch(() => undefined);
  // the server has made it by the call's own schema
  if (response.ok && body !== undefined) return { ok: true, value: body as T };
  return { ok: false, error: problemOf(response, body) };
}

function problemOf({ status }: Response, body: unknown): ErrorBody {
  const { code, detail } = (body ?? {}) as { readonly code?: unknown; readonly detail?: unknown };
  if (typeof code === 'string' && isErrorCode(code)) {
    const message = errorHelp[code];
    return typeof detail === 'string' && detail !== message ? { code, message, detail } : { code, message };
  }
  if (goneBehindProxy.has(status)) return unreachable;
  const known = status === 401 ? 'sign-in' : status === 429 ? 'too-many-requests' : 'internal';
  return { code: known, message: errorHelp[known], detail: `HTTP ${status}` };
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorHelp, code);
}

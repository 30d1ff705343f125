import type { ErrorBody, ErrorCode } from '../../contract/errors.ts';
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
  const { code, title, detail } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof code === 'string') {
    // one that this page does not know yet is told in the server's own words
    const known = { code: code as ErrorCode, message: String(title) };
    return typeof detail === 'string' ? { ...known, detail } : known;
  }
  if (goneBehindProxy.has(status)) return unreachable;
  const said = { message: `HTTP ${status}`, detail: `HTTP ${status}` };
  return { code: status === 401 ? 'sign-in' : status === 429 ? 'too-many-requests' : 'internal', ...said };
}

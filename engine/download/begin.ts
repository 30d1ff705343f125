import { Failure } from '../../contract/errors.ts';
import type { ClientResponse } from '../net/client.ts';
import type { ResponseHead } from '../net/response-head.ts';
import { statusFailure } from '../net/status.ts';
import { parseContentRange, unsatisfiedTotal } from './content-range.ts';
import { backoffMs, delay } from './delay.ts';
import { digestOf } from './digest-headers.ts';
import { isExpiry } from './expiry.ts';
import { isCoded } from './judge.ts';
import type { Source } from './source.ts';
import { suggestName } from './suggest-name.ts';
import { type Validator, validatorOf } from './validator.ts';

/** What the first answer tells about a file. */
export interface Beginning {
  readonly response: ClientResponse;
  /** bytes of the file as it will be stored; `null` while unknown */
  readonly total: number | null;
  readonly validator: Validator;
  /** whether the server gives parts that can be trusted to belong together */
  readonly ranges: boolean;
  /** where the body of this answer ends (exclusive); `Infinity` when nobody knows */
  readonly end: number;
  /** the coding to undo while storing, or `null` */
  readonly decode: string | null;
  /** the bytes are compressed and kept so, because the file itself is an archive of that kind */
  readonly coded: boolean;
  readonly name: string;
  readonly type: string | null;
  /** `algorithm:hex` of the file, or `null` */
  readonly digest: string | null;
}

/** Tries of the first request; the queue has its own, with longer pauses. */
const TRIES = 3;
const WAIT_HERE_MS = 30_000;

/**
 * Asks for the whole file with a range, so that the answer says whether parts can be had; its bytes are kept.
 * @param plain ask without a range: the server is known to give none
 * @param most bytes that may be asked for; `null` for all
 * @throws Failure
 */
export async function begin(
  source: Source,
  plain: boolean,
  most: number | null,
  signal: AbortSignal,
): Promise<Beginning> {
  const response = await patiently(source, plain, most, signal);
  const { head } = response;
  if (head.status === 206 && !plain) {
    const range = parseContentRange(head.headers.first('content-range'));
    const usable = range?.start === 0 && range.total !== null;
    if (range !== undefined && usable) {
      const about = describe(source, head, range.end === range.total);
      if (about.decode === null) {
        return { ...about, response, total: range.total, ranges: true, end: range.end };
      }
    }
    response.cancel();
    return begin(source, true, most, signal);
  }
  if (head.status === 416 && !plain) {
    response.cancel();
    if (unsatisfiedTotal(head.headers.first('content-range')) !== 0) return begin(source, true, most, signal);
    return { ...describe(source, head, true), digest: null, response, total: 0, ranges: false, end: 0 };
  }
  if (head.status !== 200) {
    response.cancel();
    throw statusFailure(head, Date.now());
  }
  const about = describe(source, head, true);
  const length = head.framing.kind === 'length' ? head.framing.length : head.framing.kind === 'none' ? 0 : null;
  const total = about.decode === null ? length : null;
  return { ...about, response, total, ranges: false, end: total ?? Number.POSITIVE_INFINITY };
}

async function patiently(
  source: Source,
  plain: boolean,
  most: number | null,
  signal: AbortSignal,
): Promise<ClientResponse> {
  const range = { name: 'Range', value: `bytes=0-${most === null ? '' : most - 1}` };
  let renewed = !source.renewable;
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await source.get(plain ? [] : [range], signal);
      const { status } = response.head;
      // Some servers call a range they do not know a bad request.
      if (!plain && (status === 400 || status === 501)) {
        response.cancel();
        return await patiently(source, true, most, signal);
      }
      if (status === 200 || status === 206 || status === 416) return response;
      response.cancel();
      throw statusFailure(response.head, Date.now());
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Failure && !renewed && isExpiry(error)) {
        renewed = true;
        await source.renew();
        continue;
      }
      if (!(error instanceof Failure) || !error.retryable || tries === TRIES) throw error;
      if ((error.retryAfterMs ?? 0) > WAIT_HERE_MS) throw error;
      source.restart();
      await delay(error.retryAfterMs ?? backoffMs(tries, Math.random()), signal);
    }
  }
}

function describe(source: Source, head: ResponseHead, carriesAll: boolean) {
  const type = head.headers.first('content-type')?.split(';', 1)[0]?.trim().toLowerCase() || null;
  const name = suggestName(source, head, type);
  const kept = isCoded(head) && isArchive(name, type);
  const decode = isCoded(head) && !kept ? (head.headers.get('content-encoding')?.trim().toLowerCase() ?? null) : null;
  return {
    validator: validatorOf(head.headers),
    coded: kept,
    decode,
    name,
    type,
    digest: decode === null ? digestOf(head.headers, carriesAll) : null,
  };
}

/** Servers that take the compression of `a.tar.gz` itself for a transfer coding are many; undoing it would break the file. */
function isArchive(name: string, type: string | null): boolean {
  return (
    /\.(?:gz|tgz|svgz|br|zst|tzst|z)$/i.test(name) || /^application\/(?:x-)?(?:gzip|zstd|compress)/.test(type ?? '')
  );
}
